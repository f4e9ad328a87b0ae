/** The objects of one pool against the images. */
import type { Intake } from "../../intake/artefact.ts";
import { isUuid } from "../../intake/listings/hex-index.ts";
import type { ObjectRow } from "../../intake/listings/object-table.ts";
import type { HeldObject, OrphanCandidate, OrphanProof } from "../cloud.ts";
import { missObjects } from "./missing-objects.ts";
import { hasRoom, hold, type JoinWork, keep, miss, offer } from "./store-objects.ts";

/** What is known of each name, by its number in `objects.names`. */
type NamesSeen = { hasSnap: Uint8Array; usedBytes: Float64Array | null };

/** Sorts every object of the pool: referenced, held with its reason, or a candidate; then looks for what is not there. */
export function joinPool(work: JoinWork, pool: string | null): void {
  const { intake, tally } = work;
  const { objects, images } = intake;
  const seen = namesSeen(intake, pool);
  const long = isLong(intake, pool);
  /** By row of an image: an object of the pool is named like it. */
  const hasObject = new Uint8Array(images.rowCount);
  for (const row of objects.rows(pool)) {
    if (row.snapshot !== null) continue;
    tally.objectCount++;
    const number = objects.nameNumberAt(row.index);
    const imageRow = images.ids.findSame(objects.names, number);
    if (imageRow >= 0) hasObject[imageRow] = 1;
    if (imageRow >= 0 && isPlain(work, pool, imageRow)) {
      if (long && seen.hasSnap[number] === 0) noteWithoutSnap(work, row, imageRow);
      if (row.size !== undefined) noteIfShort(work, row, imageRow);
      continue;
    }
    const object = { kind: "rbd" as const, pool, name: row.name, at: { file: row.file, line: row.line } };
    const verdict = judge(work, pool, object.name, imageRow, row.locked === true);
    if (verdict === "candidate") {
      offer(work, {
        ...object,
        ...bytesOf(seen.usedBytes?.[number] ?? Number.NaN, row.size),
        missingProof: missingProof(work, pool, object.name),
      });
    } else if (verdict !== "referenced") hold(work, { ...object, reason: verdict });
    else if (long && seen.hasSnap[number] === 0) noteWithoutSnap(work, row, imageRow);
  }
  missObjects(work, pool, hasObject);
}

function noteWithoutSnap(work: JoinWork, row: ObjectRow, imageRow: number): void {
  const { withoutSnap } = work.tally;
  if (hasRoom(withoutSnap)) withoutSnap.push(row.name);
  if (imageRow >= 0) miss(work, imageRow, null);
}

/** `rbd ls -l` prints two digits of a size: what is shorter by less than this may be whole. */
const SURELY_SHORT = 0.9;

/** Glance makes the object as large as the image before it writes a byte of it. */
function noteIfShort(
  { intake: { images }, tally }: JoinWork,
  { name, size = 0, file, line }: ObjectRow,
  row: number,
): void {
  const expected = images.sizeAt(row);
  if (!(size < expected * SURELY_SHORT)) return;
  keep(tally.shortObjects, { imageId: name, size: expected, found: size, at: { file, line } });
}

function judge(
  { references, dependencies, tally }: JoinWork,
  pool: string | null,
  name: string,
  imageRow: number,
  locked: boolean,
): "referenced" | "candidate" | HeldObject["reason"] {
  const claim = references.rbd(pool, name, imageRow);
  if (claim === "referenced") return claim;
  if (!isUuid(name)) {
    keep(tally.notUuid, name);
    return "not-uuid";
  }
  if (dependencies.hasChildren(pool, name)) {
    if (claim === "free") keep(tally.withChildren, name);
    return "children";
  }
  if (claim !== "free") return claim;
  if (locked || dependencies.isWatched(pool, name)) return "in-flight";
  return dependencies.inTrash(pool, name) ? "in-trash" : "candidate";
}

function missingProof(work: JoinWork, pool: string | null, name: string): OrphanProof[] {
  const { common, dependencies, clonesHidden } = work;
  const proofs: OrphanProof[] = [...common, "watchers"];
  if (dependencies.provedChildless(pool, name)) return proofs;
  if (clonesHidden && !common.includes("complete-listing")) proofs.push("complete-listing");
  return [...proofs, "children-all"];
}

const hasUsage = ({ artefacts }: Intake): boolean => artefacts.some(({ kind }) => kind === "rbd-du");

function namesSeen(intake: Intake, pool: string | null): NamesSeen {
  const { objects } = intake;
  const size = objects.names.size;
  const seen: NamesSeen = {
    hasSnap: new Uint8Array(size),
    usedBytes: hasUsage(intake) ? new Float64Array(size).fill(Number.NaN) : null,
  };
  for (const row of objects.rows(pool)) {
    const number = objects.nameNumberAt(row.index);
    const { snapshot } = row;
    if (snapshot === "snap") seen.hasSnap[number] = 1;
    const used = seen.usedBytes === null ? undefined : row.used;
    if (used === undefined || seen.usedBytes === null) continue;
    const before = seen.usedBytes[number] as number;
    seen.usedBytes[number] = (Number.isNaN(before) ? 0 : before) + used;
  }
  return seen;
}

/** The commonest case, without text: an active image with a location in the pool. */
function isPlain({ intake: { images } }: JoinWork, pool: string | null, row: number): boolean {
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
