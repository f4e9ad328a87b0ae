/**
 * Listings of any size, read as they come: JSON, CSV, tables and plain text are cut at the ends of items or lines, so
 * that neither the file nor one string of it is ever held as a whole.
 */
import type { ImageListArtefact, ObjectListArtefact } from "../artefact.ts";
import type { SourceKind } from "../source.ts";
import type { ImageTableBuilder } from "./image-table.ts";
import type { ObjectTableBuilder } from "./object-table.ts";
import { objectStream } from "./rbd-rows.ts";
import { imageStream } from "./read-images.ts";
import type { ListingSource, ListingStream } from "./reading.ts";

/** The tables of a case, shared by all its listings. */
export type ListingTables = { images: ImageTableBuilder; objects: ObjectTableBuilder };

/** Starts to read a large listing; null for kinds that are never large and are read from text. */
export function listingStream(
  kind: SourceKind,
  source: ListingSource,
  tables: ListingTables,
): ListingStream<ImageListArtefact | ObjectListArtefact> | null {
  switch (kind) {
    case "image-list":
    case "image-show":
    case "images-sql":
      return imageStream(source, tables.images, kind);
    case "rbd-ls":
    case "rbd-du":
      return objectStream(source, tables.objects, { kind });
    default:
      return null;
  }
}
