import type { ItemClass } from "./history/record.ts";

/** What items of a class are called: one of them, and several. */
const NAMES: Readonly<Record<ItemClass, readonly [one: string, many: string]>> = {
  orphan: ["object without an image", "objects without an image"],
  "missing-data": ["image without data", "images without data"],
  duplicate: ["group of images with the same bytes", "groups of images with the same bytes"],
  stuck: ["upload that never ended", "uploads that never ended"],
  "pending-delete": ["deleted image that waits for the scrubber", "deleted images that wait for the scrubber"],
  trash: ["entry in the trash", "entries in the trash"],
  "not-cloneable": ["image that no disk can be cloned from", "images that no disk can be cloned from"],
  "unprotected-public": ["public image without protection", "public images without protection"],
  unused: ["image not booted for a year", "images not booted for a year"],
  unsigned: ["public image without a signature", "public images without a signature"],
  finding: ["finding of the rules", "findings of the rules"],
};

export const className = (kind: ItemClass): string => NAMES[kind][1];

/** "3 images without data". */
export function countOf(kind: ItemClass, count: number): string {
  return `${count.toLocaleString("en-US")} ${NAMES[kind][count === 1 ? 0 : 1]}`;
}
