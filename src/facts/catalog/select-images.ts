/** Images that a rule speaks of: how many, how large, and a few to name. */
import type { ImageRow, ImageTable } from "../../intake/listings/image-table.ts";
import { isLive } from "./image-state.ts";

export type ImageSelection = {
  count: number;
  /** Sum of the sizes that are known. */
  bytes: number;
  /** Sum of the virtual sizes that are known; null when no selected image has one. */
  virtualBytes: number | null;
  /** The first in order of the listing, at most `limit`. */
  examples: { id: string; file: string; line: number }[];
};

/** Counts the live images for which `predicate` holds. The row is a cursor: keep nothing of it. */
export function selectImages(images: ImageTable, predicate: (image: ImageRow) => boolean, limit = 20): ImageSelection {
  const selection: ImageSelection = { count: 0, bytes: 0, virtualBytes: null, examples: [] };
  for (const image of images.rows()) {
    if (!isLive(image) || !predicate(image)) continue;
    selection.count++;
    selection.bytes += image.size ?? 0;
    const { virtualSize } = image;
    if (virtualSize !== undefined && virtualSize !== null) {
      selection.virtualBytes = (selection.virtualBytes ?? 0) + virtualSize;
    }
    if (selection.examples.length < limit) {
      selection.examples.push({ id: image.id, file: image.file, line: image.line });
    }
  }
  return selection;
}
