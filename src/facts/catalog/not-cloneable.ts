/** How much of the catalogue is in a format that no disk can be cloned from. */
import type { ImageRow } from "../../intake/listings/image-table.ts";
import type { Catalog } from "../cloud.ts";
import { liveImages } from "./image-state.ts";

export type FormatShare = {
  /** Images that are neither raw nor left out. */
  count: number;
  /** All images that could be raw: without ISO, kernels, ramdisks and records without a format. */
  all: number;
  /** Most frequent first. */
  formats: readonly (readonly [string, number])[];
  /** Null for statistics. */
  examples: readonly { id: string; file: string; line: number }[] | null;
};

/** An ISO is always copied, a kernel or ramdisk is a file; none of them is better off as raw. */
const LEFT_OUT: ReadonlySet<string> = new Set(["iso", "aki", "ari", "null", ""]);
const EXAMPLES = 20;

/** True for an image whose format keeps disks from being cloned, and could be another. */
export const isConvertible = (format: string | null | undefined): boolean =>
  format !== undefined && format !== null && format !== "raw" && !LEFT_OUT.has(format);

/**
 * Counts formats among the images in one of `stores`; where the listing does not tell stores, or there are only
 * statistics, among all. Null where no formats are known.
 */
export function formatShare(catalog: Catalog, stores: ReadonlySet<string>): FormatShare | null {
  if (!catalog.byFormat) return null;
  const { images } = catalog;
  const near = images?.fields.has("stores") ? (image: ImageRow) => isIn(image, stores) : () => true;
  const counts = new Map<string, number>();
  const examples: { id: string; file: string; line: number }[] = [];
  if (images?.fields.has("diskFormat")) {
    for (const image of liveImages(images)) {
      if (!near(image)) continue;
      const format = image.diskFormat ?? "null";
      counts.set(format, (counts.get(format) ?? 0) + 1);
      if (isConvertible(format) && examples.length < EXAMPLES)
        examples.push({ id: image.id, file: image.file, line: image.line });
    }
  } else {
    for (const [format, count] of Object.entries(catalog.byFormat)) counts.set(format, count);
  }
  const sum = (pairs: readonly (readonly [string, number])[]): number => pairs.reduce((all, [, n]) => all + n, 0);
  const formats = [...counts]
    .filter(([format]) => isConvertible(format))
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return {
    count: sum(formats),
    all: sum([...counts].filter(([format]) => !LEFT_OUT.has(format))),
    formats,
    examples: images ? examples : null,
  };
}

/** Where a row shows no store, it may be in any. */
const isIn = ({ stores }: ImageRow, wanted: ReadonlySet<string>): boolean =>
  !stores || stores.length === 0 || stores.some((id) => wanted.has(id));
