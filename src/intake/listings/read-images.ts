/** Readers of image listings and single images from text that was pasted. */
import type { ImageListArtefact } from "../artefact.ts";
import { imageByteReader } from "./image-reader.ts";
import { type ImageKind, imageSink } from "./image-sink.ts";
import type { ImageTableBuilder } from "./image-table.ts";
import type { ListingSource, ListingStream } from "./reading.ts";

/**
 * Reads an image listing as a stream: `openstack image list|show` and `glance image-list|image-show` in every output
 * format, API v2 pages (several behind each other too), SQL output of `images`. Images go to `images`; the artefact
 * tells how complete the listing is. `kind`, where it is known, goes before what the content shows.
 */
export function imageStream(
  source: ListingSource,
  images: ImageTableBuilder,
  kind?: ImageKind,
): ListingStream<ImageListArtefact> {
  const sink = imageSink(source, images, kind);
  const reader = imageByteReader(sink);
  return {
    push: reader.push,
    end() {
      reader.end();
      return sink.finish();
    },
  };
}

/** As `imageStream`, for text at hand. */
export function readImages(
  text: string,
  source: ListingSource,
  images: ImageTableBuilder,
  kind?: ImageKind,
): ImageListArtefact {
  const stream = imageStream(source, images, kind);
  stream.push(Buffer.from(text, "utf8"));
  return stream.end().artefact;
}
