/** Images that are active and have no data left, as far as the listings show; where it may be had from again. */

import type { Intake } from "../../intake/artefact.ts";
import type { ImageRow, ImageTable } from "../../intake/listings/image-table.ts";
import type { ObjectJoin } from "../cloud.ts";
import { clonesSeen } from "./clones-seen.ts";
import { imageState } from "./image-state.ts";

type Missing = ObjectJoin["missingObjects"][number];

/** Another copy is told of: boots read that one. */
export function hasOtherCopy(images: ImageTable | null | undefined, { imageId }: Pick<Missing, "imageId">): boolean {
  const image = images?.find(imageId);
  return (image?.locations?.length ?? image?.stores?.length ?? 0) > 1;
}

/** Rows of the images of which no copy is left. More missing than a fifth: the listings do not belong together. */
export function lostRows(join: ObjectJoin | null, images: ImageTable): ReadonlySet<number> {
  if (join === null || isMismatch(join.missingObjects.length, images.rowCount)) return new Set();
  const lost = join.missingObjects.filter((one) => !hasOtherCopy(images, one));
  return new Set(lost.flatMap(({ imageId }) => images.find(imageId)?.index ?? []));
}

const FEW = 3;
/** Share of the images above which two lists are more likely of different clusters than data lost. */
const TOO_MANY = 0.2;

/** So many images without data are more likely two listings of different clusters. */
export const isMismatch = (missing: number, images: number): boolean => missing > FEW && missing > images * TOO_MANY;

/** Ids of images whose data lies in the trash: a purge would destroy it. */
export function trashedData({ intake, join }: { intake: Intake; join: ObjectJoin | null }): ReadonlySet<string> {
  const { inTrash } = clonesSeen(intake);
  return new Set((join?.missingObjects ?? []).flatMap(({ imageId }) => (inTrash(null, imageId) ? [imageId] : [])));
}

/** Another active image with the same strong hash, size and format, by the id of the one that lost its data. */
export function twinsOf(images: ImageTable, lost: ReadonlySet<number>): ReadonlyMap<string, string> {
  const wanted = Map.groupBy(
    [...lost].filter((row) => images.hashNumberAt(row) >= 0 && images.sizeAt(row) > 0),
    (row) => images.hashNumberAt(row),
  );
  const twins = new Map<string, string>();
  if (wanted.size === 0) return twins;
  const formatOf = ({ diskFormat }: ImageRow): string => diskFormat ?? "";
  for (let row = 0; row < images.rowCount; row++) {
    const same = wanted.get(images.hashNumberAt(row));
    if (same === undefined || lost.has(row)) continue;
    const image = images.at(row);
    if (imageState(image) !== "settled" || image.status === "deactivated") continue;
    const format = formatOf(image);
    for (const other of same) {
      const id = images.ids.textAt(other);
      if (twins.has(id) || images.sizeAt(other) !== images.sizeAt(row)) continue;
      if (formatOf(images.at(other)) === format) twins.set(id, images.ids.textAt(row));
    }
  }
  return twins;
}
