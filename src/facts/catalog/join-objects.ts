/** The join of images and store objects in both directions: what no image refers to, and which image has lost its data. */
import type { Intake } from "../../intake/artefact.ts";
import { isUuid } from "../../intake/listings/hex-index.ts";
import type { HeldObject, ObjectJoin, OrphanCandidate, OrphanProof } from "../cloud.ts";
import { type Dependencies, dependenciesOf } from "./dependencies.ts";
import { type ImageReferences, imageReferences } from "./image-references.ts";
import { isComplete, mergedReach, showsDeletedRows } from "./listing-reach.ts";

/** Most rows of each list that are kept; counts are exact. */
const KEPT = 10_000;
/** Default of `rbd_store_pool`. */
const DEFAULT_POOL = "images";

export type Tally = {
  candidates: OrphanCandidate[];
  candidateCount: number;
  candidateBytes: number | null;
  held: HeldObject[];
  withChildren: string[];
  notUuid: string[];
  withoutSnap: string[];
  missingObjects: { imageId: string; store: string | null; at: { file: string; line: number } }[];
  missingCount: number;
};

type Work = {
  intake: Intake;
  references: ImageReferences;
  dependencies: Dependencies;
  /** Proofs that no candidate of this case has. */
  common: readonly OrphanProof[];
  tally: Tally;
};

const keep = <Item>(list: Item[], item: Item): void => {
  if (list.length < KEPT) list.push(item);
};

/**
 * Joins all image listings with all listings of the pools that Glance uses and of its file stores; null when one side
 * is missing. `glancePools`: pools of the configured rbd stores; where none of them was listed, the pools whose objects
 * are mostly named like images are taken.
 */
export function joinObjects(intake: Intake, glancePools: readonly string[]): ObjectJoin | null {
  if (!hasImageSide(intake)) return null;
  const pools = poolsToJoin(intake, glancePools);
  if (pools.length === 0) return null;
  const common: OrphanProof[] = ["no-other-glance", "age", "watchers", "fresh-listing"];
  if (!isComplete(mergedReach(intake))) common.unshift("complete-listing");
  if (!showsDeletedRows(intake)) common.push("database-row");
  const work: Work = {
    intake,
    references: imageReferences(intake),
    dependencies: dependenciesOf(intake),
    common,
    tally: {
      candidates: [],
      candidateCount: 0,
      candidateBytes: null,
      held: [],
      withChildren: [],
      notUuid: [],
      withoutSnap: [],
      missingObjects: [],
      missingCount: 0,
    },
  };
  for (const pool of pools) joinPool(work, pool);
  holdTrash(work, pools);
  return { pools: pools.filter((pool) => pool !== null), ...work.tally };
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
  return [...named, ...others.filter((pool) => mostlyImages(intake, pool))];
}

/** The pool has the name that Glance uses where nothing else is set, or more than half of its names are ids of images. */
function mostlyImages(intake: Intake, pool: string | null): boolean {
  if (pool === DEFAULT_POOL) return true;
  let heads = 0;
  let known = 0;
  for (const row of intake.objects.rows(pool)) {
    if (row.snapshot !== null) continue;
    heads++;
    if (intake.images.ids.findSame(intake.objects.names, intake.objects.nameNumberAt(row.index)) >= 0) known++;
  }
  return known * 2 > heads;
}

type PoolPass = { hasSnap: Uint8Array; usedOf: Float64Array; hasHead: Uint8Array };

function firstPass({ intake: { objects } }: Work, pool: string | null): PoolPass {
  const size = objects.names.size;
  const pass: PoolPass = {
    hasSnap: new Uint8Array(size),
    hasHead: new Uint8Array(size),
    usedOf: new Float64Array(size).fill(Number.NaN),
  };
  for (const row of objects.rows(pool)) {
    const number = objects.nameNumberAt(row.index);
    const { snapshot, used } = row;
    if (snapshot === null) pass.hasHead[number] = 1;
    else if (snapshot === "snap") pass.hasSnap[number] = 1;
    if (used !== undefined) {
      const before = pass.usedOf[number] as number;
      pass.usedOf[number] = (Number.isNaN(before) ? 0 : before) + used;
    }
  }
  return pass;
}

function joinPool(work: Work, pool: string | null): void {
  const { intake, references, dependencies, tally } = work;
  const { objects, images } = intake;
  const pass = firstPass(work, pool);
  const long = isLong(intake, pool);
  for (const row of objects.rows(pool)) {
    if (row.snapshot !== null) continue;
    const number = objects.nameNumberAt(row.index);
    const imageRow = images.ids.findSame(objects.names, number);
    if (imageRow >= 0 && pass.hasSnap[number] === 1 && isPlain(work, pool, imageRow)) continue;
    const { name } = row;
    const at = { file: row.file, line: row.line };
    const hold = (reason: HeldObject["reason"]): void => keep(tally.held, { pool, name, at, reason });
    if (!isUuid(name)) {
      keep(tally.notUuid, name);
      hold("not-uuid");
      continue;
    }
    const claim = references.rbd(pool, name, imageRow);
    if (claim === "referenced") {
      if (long && pass.hasSnap[number] === 0) {
        keep(tally.withoutSnap, name);
        if (imageRow >= 0) miss(work, imageRow);
      }
    } else if (dependencies.hasChildren(pool, name)) {
      if (claim === "free") keep(tally.withChildren, name);
      hold("children");
    } else if (claim !== "free") hold(claim);
    else if (row.locked === true) hold("in-flight");
    else if (dependencies.inTrash(pool, name)) hold("in-trash");
    else offer(work, { pool, name, at, ...bytesOf(pass.usedOf[number] as number, row.size) });
  }
  for (let image = 0; image < images.rowCount; image++) {
    if (pool === null || !images.ownPoolsAt(image).includes(pool)) continue;
    const number = objects.names.findSame(images.ids, image);
    if (number >= 0 && pass.hasHead[number] === 1) continue;
    if ((images.at(image).status ?? "active") === "active" && images.at(image).deletedRow !== true) miss(work, image);
  }
}

/** The commonest case, without text: an active image with a location in the pool, or one whose locations are not told. */
function isPlain({ intake: { images } }: Work, pool: string | null, row: number): boolean {
  if (pool === null || !images.ownPoolsAt(row).includes(pool)) return false;
  const image = images.at(row);
  return image.status === "active" && image.deletedRow !== true;
}

function isLong(intake: Intake, pool: string | null): boolean {
  return intake.artefacts.some((artefact) => artefact.kind === "rbd-ls" && artefact.long && artefact.pool === pool);
}

function bytesOf(used: number, provisioned: number | undefined): Pick<OrphanCandidate, "bytes" | "bytesAre"> {
  if (!Number.isNaN(used)) return { bytes: used, bytesAre: "used" };
  return provisioned === undefined
    ? { bytes: null, bytesAre: "unknown" }
    : { bytes: provisioned, bytesAre: "provisioned" };
}

function offer({ tally, common, dependencies }: Work, candidate: Omit<OrphanCandidate, "missingProof">): void {
  const { pool, name, bytes } = candidate;
  const childless = dependencies.provedChildless(pool, name);
  tally.candidateCount++;
  if (bytes !== null) tally.candidateBytes = (tally.candidateBytes ?? 0) + bytes;
  keep(tally.candidates, { ...candidate, missingProof: childless ? common : [...common, "children-all"] });
}

function miss({ intake: { images }, tally }: Work, row: number): void {
  const image = images.at(row);
  const { stores } = image;
  tally.missingCount++;
  keep(tally.missingObjects, {
    imageId: image.id,
    store: stores?.length === 1 ? (stores[0] ?? null) : null,
    at: { file: image.file, line: image.line },
  });
}

function holdTrash({ dependencies, tally }: Work, pools: readonly (string | null)[]): void {
  for (const { pool, name, at } of dependencies.trash) {
    if (pool === null || pools.includes(pool)) keep(tally.held, { pool, name, at, reason: "in-trash" });
  }
}
