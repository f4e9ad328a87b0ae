/** The join of images and store objects in both directions: what no image refers to, and which image has lost its data. */
import type { Intake } from "../../intake/artefact.ts";
import type { ObjectJoin, OrphanProof } from "../cloud.ts";
import { dependenciesOf } from "./dependencies.ts";
import { type ImageReferences, imageReferences } from "./image-references.ts";
import { imageState } from "./image-state.ts";
import { directoriesToJoin, joinDirectory } from "./join-directory.ts";
import { joinPool } from "./join-pool.ts";
import { hidesClones, incompleteParts, isComplete, mergedReach, showsDeletedRows } from "./listing-reach.ts";
import { emptyTally, hold, type JoinWork, type StorePlaces } from "./store-objects.ts";

/** Default of `rbd_store_pool`. */
const DEFAULT_POOL = "images";

/**
 * Joins all image listings with all listings of the pools that Glance uses and of its file stores; null when one side
 * is missing. Where no pool of the configuration was listed, the pools whose objects are mostly named like images are
 * taken, and so with directories.
 */
export function joinObjects(intake: Intake, places: StorePlaces): ObjectJoin | null {
  if (!hasImageSide(intake)) return null;
  const references = imageReferences(intake);
  const pools = poolsToJoin(intake, places, references);
  const directories = directoriesToJoin(intake, places.directories);
  if (pools.length === 0 && directories.length === 0) return null;
  const work: JoinWork = {
    intake,
    references,
    dependencies: dependenciesOf(intake),
    common: commonProofs(intake),
    clonesHidden: hidesClones(intake),
    storesOfPool: places.pools,
    tally: emptyTally(),
  };
  for (const pool of pools) joinPool(work, pool);
  for (const { pool, name, at } of work.dependencies.trash) {
    if (pool === null || pools.includes(pool)) hold(work, { kind: "rbd", pool, name, at, reason: "in-trash" });
  }
  for (const directory of directories) joinDirectory(work, directory);
  return { pools: pools.filter((pool) => pool !== null), ...work.tally };
}

/** What a listing cannot show of any object, and what these listings did not show. */
function commonProofs(intake: Intake): OrphanProof[] {
  return [
    ...(isComplete(mergedReach(intake)) ? [] : ["complete-listing" as const]),
    "no-other-glance",
    "age",
    "fresh-listing",
    ...(showsDeletedRows(intake) && showsLocations(intake) ? [] : ["database-row" as const]),
  ];
}

/** Every image was shown with its locations: one that was not may have its data under any name. */
function showsLocations(intake: Intake): boolean {
  const { artefacts, images } = intake;
  const broken = incompleteParts(intake);
  const dumps = artefacts.filter((one) => one.kind === "image-locations-sql" && one.locations.length > 0);
  if (dumps.some(({ file }) => !broken.has(file))) return true;
  if (!images.fields.has("locations")) return false;
  for (const image of images.rows()) {
    if (images.ownPoolsAt(image.index).length > 0) continue;
    if (imageState(image) !== "gone" && image.locations === undefined) return false;
  }
  return true;
}

/** Single images that were shown are no side to join with: every other object would look like an orphan. */
function hasImageSide(intake: Intake): boolean {
  return intake.artefacts.some(
    (artefact) =>
      ((artefact.kind === "image-list" || artefact.kind === "images-sql") && artefact.rows > 0) ||
      (artefact.kind === "image-locations-sql" && artefact.locations.length > 0),
  );
}

/** Pools that Glance names for its stores, and those that a location points to. */
function shownPools(intake: Intake, references: ImageReferences): ReadonlySet<string> {
  const named = new Set(references.pools);
  for (const artefact of intake.artefacts)
    if (artefact.kind === "stores-info") for (const { pool } of artefact.stores) if (pool !== null) named.add(pool);
  const { images, objects } = intake;
  const open = new Set(objects.pools.filter((pool) => pool !== null && !named.has(pool)));
  if (open.size === 0 || !images.fields.has("locations")) return named;
  for (const { index } of images.rows()) {
    for (const pool of images.ownPoolsAt(index)) {
      named.add(pool);
      open.delete(pool);
    }
    if (open.size === 0) break;
  }
  return named;
}

function poolsToJoin(intake: Intake, places: StorePlaces, references: ImageReferences): (string | null)[] {
  const { pools } = intake.objects;
  const shown = shownPools(intake, references);
  const isConfigured = (pool: string | null): boolean => pool !== null && places.pools.has(pool);
  const guessed = !pools.some(isConfigured);
  return pools.filter(
    (pool) =>
      isConfigured(pool) ||
      (pool !== null && shown.has(pool)) ||
      (guessed && (pool === DEFAULT_POOL || mostlyImages(intake, pool))),
  );
}

/** More than half of the different names are ids of images. */
function mostlyImages(intake: Intake, pool: string | null): boolean {
  let heads = 0;
  let known = 0;
  for (const row of intake.objects.rows(pool)) {
    if (row.snapshot !== null) continue;
    heads++;
    if (intake.images.ids.findSame(intake.objects.names, intake.objects.nameNumberAt(row.index)) >= 0) known++;
  }
  return known * 2 > heads;
}
