/** What the status of an image means for its bytes. */
import type { ImageRow, ImageTable } from "../../intake/listings/image-table.ts";

/**
 * `settled`: active or deactivated, or the listing shows no status. `in-flight`: bytes may be on their way, or left of an
 * upload that failed. `pending`: deleted, but the scrubber still owns the bytes. `gone`: deleted or killed.
 */
export type ImageState = "settled" | "in-flight" | "pending" | "gone";

const IN_FLIGHT: ReadonlySet<string> = new Set(["queued", "saving", "uploading", "importing"]);
const GONE: ReadonlySet<string> = new Set(["deleted", "killed"]);

/** The state of one image. A row that the database marks as deleted is gone, unless its status says that it waits. */
export function imageState(image: Pick<ImageRow, "status" | "deletedRow">): ImageState {
  const status = image.status?.toLowerCase() ?? "";
  if (status === "pending_delete") return "pending";
  if (image.deletedRow === true || GONE.has(status)) return "gone";
  return IN_FLIGHT.has(status) ? "in-flight" : "settled";
}

/** True for an image that the API shows: what counts as the catalogue. */
export function isLive(image: Pick<ImageRow, "status" | "deletedRow">): boolean {
  const state = imageState(image);
  return state === "settled" || state === "in-flight";
}

/** Live images of a table. Cursors: valid until the next step. */
export function* liveImages(images: ImageTable): IteratorObject<ImageRow, void, unknown> {
  for (const image of images.rows()) if (isLive(image)) yield image;
}
