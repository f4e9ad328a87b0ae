/** Reader of the uses of images, as `glancewright collect` writes them. */
import type { ImageUsesArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, numberOf, scalarText } from "./reading.ts";

export const IMAGE_USES_SCHEMA = "glancewright.image-uses/1";

/** Rows without an image id are left out; a count that is none is 0. */
export function readImageUses(text: string, { file }: ListingSource): ImageUsesArtefact {
  const document: unknown = JSON.parse(text);
  const rows: unknown = isRecord(document) ? document["images"] : null;
  const count = (value: unknown): number => numberOf(value) ?? 0;
  return {
    kind: "image-uses",
    file,
    uses: (Array.isArray(rows) ? rows : []).filter(isRecord).flatMap((row) => {
      const imageId = scalarText(row["image_id"]);
      if (!imageId) return [];
      return [
        {
          imageId,
          servers: count(row["servers"]),
          volumeBackedServers: count(row["volume_backed_servers"]),
          volumes: count(row["volumes"]),
          lastBootAt: scalarText(row["last_boot_at"]),
          line: 1,
        },
      ];
    }),
  };
}
