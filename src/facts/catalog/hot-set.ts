/** The images that make most of the boots, in bytes. */
import type { BootCountsArtefact, Intake } from "../../intake/artefact.ts";
import type { ImageTable } from "../../intake/listings/image-table.ts";

export type Boots = { periodDays: number | null; total: number; byImage: ReadonlyMap<string, number> };

/** Boots per image from boot counts, else from rows that carry them. Null when neither tells. */
export function bootsOfImages(intake: Intake, images: ImageTable): Boots | null {
  const counts = intake.artefacts.filter((artefact): artefact is BootCountsArtefact => artefact.kind === "boot-counts");
  const byImage = new Map<string, number>();
  for (const { boots } of counts)
    for (const { imageId, boots: count } of boots) byImage.set(imageId, (byImage.get(imageId) ?? 0) + count);
  if (byImage.size === 0 && images.fields.has("boots30d"))
    for (const image of images.rows()) if (image.boots30d) byImage.set(image.id, image.boots30d);
  if (byImage.size === 0) return null;
  return {
    periodDays: counts[0]?.periodDays ?? (counts.length === 0 ? 30 : null),
    total: [...byImage.values()].reduce((sum, count) => sum + count, 0),
    byImage,
  };
}

/** Sum of the sizes of the most booted images that together make `sharePct` of the boots; null when a size is missing. */
export function hotSet({ byImage, total }: Boots, images: ImageTable, sharePct = 80): number | null {
  const ranked = [...byImage].sort(([leftId, left], [rightId, right]) => right - left || (leftId < rightId ? -1 : 1));
  let boots = 0;
  let bytes = 0;
  for (const [id, count] of ranked) {
    if (boots >= (total * sharePct) / 100) break;
    const size = images.find(id)?.size;
    if (size === undefined || size === null) return null;
    boots += count;
    bytes += size;
  }
  return bytes;
}
