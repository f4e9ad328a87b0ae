import type { ItemClass } from "./history/record.ts";

/** What a class is called when its items are counted. */
export const CLASS_NAMES: Readonly<Record<ItemClass, string>> = {
  orphan: "objects without an image",
  "missing-data": "images without data",
  duplicate: "groups of images with the same bytes",
  stuck: "uploads that never ended",
  "pending-delete": "deleted images that wait for the scrubber",
  trash: "entries in the trash",
  "not-cloneable": "images that no disk can be cloned from",
  "unprotected-public": "public images without protection",
  unused: "images not booted for a year",
  unsigned: "public images without a signature",
  finding: "findings in the configuration",
};
