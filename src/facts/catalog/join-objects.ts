/** The join of images and store objects in both directions: what no image refers to, and which image has lost its data. */
import type { Intake } from "../../intake/artefact.ts";
import type { ObjectJoin, OrphanProof } from "../cloud.ts";
import { dependenciesOf } from "./dependencies.ts";
import { imageReferences } from "./image-references.ts";
import { imageState } from "./image-state.ts";
import { directoriesToJoin, joinDirectory } from "./join-directory.ts";
import { joinPool } from "./join-pool.ts";
import { hidesClones, isComplete, mergedReach, showsDeletedRows } from "./listing-reach.ts";
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
  const pools = poolsToJoin(intake, [...places.pools.keys()]);
  const directories = directoriesToJoin(intake, places.directories);
  if (pools.length === 0 && directories.length === 0) return null;
  const work: JoinWork = {
    intake,
    references: imageReferences(intake),
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
function showsLocations({ artefacts, images }: Intake): boolean {
  if (artefacts.some((artefact) => artefact.kind === "image-locations-sql" && artefact.locations.length > 0))
    return true;
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

function poolsToJoin(intake: Intake, glancePools: readonly string[]): (string | null)[] {
  const { pools } = intake.objects;
  const named = pools.filter((pool) => pool !== null && glancePools.includes(pool));
  const others = pools.filter((pool) => !named.includes(pool) && (pool === null || named.length === 0));
  return [...named, ...others.filter((pool) => pool === DEFAULT_POOL || mostlyImages(intake, pool))];
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
