/** Reader of the images that root disks and volumes were made from, as `glancewright collect` writes them. */
import type { DiskImagesArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, scalarText } from "./reading.ts";

export const DISK_IMAGES_SCHEMA = "glancewright.disk-images/1";

/** Rows without an image id are left out, and what is no text among the disks. */
export function readDiskImages(text: string, { file }: ListingSource): DiskImagesArtefact {
  const document: unknown = JSON.parse(text);
  const rows: unknown = isRecord(document) ? document["images"] : null;
  return {
    kind: "disk-images",
    file,
    images: (Array.isArray(rows) ? rows : []).filter(isRecord).flatMap((row) => {
      const imageId = scalarText(row["image_id"]);
      const disks: unknown = row["disks"];
      if (!imageId || !Array.isArray(disks)) return [];
      return [{ imageId, disks: disks.filter((disk): disk is string => typeof disk === "string") }];
    }),
  };
}
