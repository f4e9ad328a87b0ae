/** Images whose RBD object is not in the listed pool: by their locations, by rows of `image_locations`, by their stores. */

import type { ImageRow } from "../../intake/listings/image-table.ts";
import { parseLocation } from "../../intake/listings/location.ts";
import { imageState } from "./image-state.ts";
import { incompleteParts } from "./listing-reach.ts";
import { type JoinWork, miss } from "./store-objects.ts";

/**
 * Notes each image once that should have data in the pool and has none. `hasObject`: by row of an image, 1 where an
 * object is named like it. Says nothing of a pool that two stores share by name: the listing may be the other cluster's.
 */
export function missObjects(work: JoinWork, pool: string | null, hasObject: Uint8Array): void {
  const stores = pool === null ? [] : (work.storesOfPool.get(pool) ?? []);
  if (pool === null || stores.length > 1 || isCut(work, pool)) return;
  const missed = new Uint8Array(work.intake.images.rowCount);
  const note = (row: number, store: string | null): void => {
    if (missed[row] === 1) return;
    missed[row] = 1;
    miss(work, row, store);
  };
  const inSql = missByDatabase(work, pool, note);
  missOwnObjects(work, pool, hasObject, note);
  missOtherObjects(work, pool, note);
  const [store] = stores;
  if (store !== undefined) missByStore(work, store, hasObject, inSql, note);
}

/** A listing of the pool is not whole: what is not in it may be there. */
function isCut({ intake }: JoinWork, pool: string): boolean {
  const broken = incompleteParts(intake);
  return intake.artefacts.some(
    (artefact) =>
      (artefact.kind === "rbd-ls" || artefact.kind === "rbd-du") && artefact.pool === pool && broken.has(artefact.file),
  );
}

type Note = (row: number, store: string | null) => void;

/** Locations named like their image. */
function missOwnObjects({ intake: { images } }: JoinWork, pool: string, hasObject: Uint8Array, note: Note): void {
  for (let row = 0; row < images.rowCount; row++) {
    if (hasObject[row] === 1 || !images.ownPoolsAt(row).includes(pool)) continue;
    if (shouldHaveData(images.at(row))) note(row, null);
  }
}

/** Locations of another name; one of several may be named like the image and is counted above. */
function missOtherObjects({ intake: { images, objects } }: JoinWork, pool: string, note: Note): void {
  for (const image of images.rowsNamedElsewhere()) {
    if (!shouldHaveData(image)) continue;
    for (const url of image.locations ?? (image.directUrl ? [image.directUrl] : [])) {
      const { rbd } = parseLocation(url);
      if (rbd?.pool !== pool || rbd.image === image.id) continue;
      if (objects.find(pool, rbd.image) === undefined) note(image.index, null);
    }
  }
}

/** Rows of `image_locations`. Gives the rows of all images that have one, in whatever store. */
function missByDatabase({ intake: { artefacts, images, objects } }: JoinWork, pool: string, note: Note): Set<number> {
  const told = new Set<number>();
  for (const artefact of artefacts) {
    if (artefact.kind !== "image-locations-sql") continue;
    for (const { imageId, url, status, deleted } of artefact.locations) {
      const image = images.find(imageId);
      if (image === undefined) continue;
      told.add(image.index);
      if (deleted || status.toLowerCase() !== "active" || !shouldHaveData(image)) continue;
      const { rbd } = parseLocation(url);
      if (rbd?.pool === pool && objects.find(pool, rbd.image) === undefined) note(image.index, null);
    }
  }
  return told;
}

/** Images of which nothing but the store is told: their object has their name, unless somebody added a location by hand. */
function missByStore(
  { intake: { images } }: JoinWork,
  store: string,
  hasObject: Uint8Array,
  inSql: ReadonlySet<number>,
  note: Note,
): void {
  if (!images.fields.has("stores")) return;
  for (const image of images.rows()) {
    if (hasObject[image.index] === 1 || image.locations !== undefined || image.directUrl) continue;
    if (!image.stores?.includes(store) || inSql.has(image.index) || !shouldHaveData(image)) continue;
    note(image.index, store);
  }
}

function shouldHaveData(image: Pick<ImageRow, "status" | "deletedRow">): boolean {
  return imageState(image) === "settled" && image.status !== "deactivated";
}
