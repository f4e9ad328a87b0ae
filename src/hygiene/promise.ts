/** What plans said could be freed, held against a later snapshot, until it is gone. */
import type { OrphanCandidate } from "../facts/cloud.ts";
import { isSafeSpec } from "./commands.ts";
import { ledgerHas } from "./history/ledger.ts";
import { placeOfObject, type SnapshotRecord } from "./history/record.ts";
import type { ReclaimPlan } from "./plan.ts";

type Promised = {
  /** `pool/object`. */
  key: string;
  bytes: number | null;
  /** Time of the snapshot whose plan named it first; absent in what was kept before. */
  since?: string;
};

export type ReclaimPromise = {
  /** Time of the snapshot that the plan was made from. */
  madeFrom: string;
  objects: readonly Promised[];
  bytes: number;
  /** Stored bytes of Glance's pools then; null where they were not told. */
  storedBytes: number | null;
};

/** Whether the script moves it: files of a directory and other names are left to a person. */
export const isScripted = ({ kind, pool, name }: Pick<OrphanCandidate, "kind" | "pool" | "name">): boolean =>
  kind === "rbd" && pool !== null && isSafeSpec(`${pool}/${name}`);

/** What a plan promises if its script is run; null when the script names nothing. */
export function promiseOf(
  plan: ReclaimPlan,
  record: Pick<SnapshotRecord, "takenAt" | "figures">,
): ReclaimPromise | null {
  const scripted = plan.ready.filter(isScripted);
  if (scripted.length === 0) return null;
  return {
    madeFrom: record.takenAt,
    objects: scripted.map(({ pool, name, bytes }) => ({ key: `${pool}/${name}`, bytes, since: record.takenAt })),
    bytes: scripted.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    storedBytes: record.figures.storedBytes,
  };
}

/** All that is promised as of a snapshot: by its own plan, and by earlier ones whose objects are not gone. */
export function promisedAsOf({ owed, plan }: Pick<SnapshotRecord, "owed" | "plan">): ReclaimPromise | null {
  const own = plan?.promise ?? null;
  if (owed === null || own === null) return owed ?? own;
  const before = new Set(owed.objects.map(({ key }) => key));
  const objects = [...owed.objects, ...own.objects.filter(({ key }) => !before.has(key))];
  return { ...owed, objects, bytes: bytesOf(objects) };
}

/** A quarantine takes two weeks, and people take longer. */
const OWED_DAYS = 84;
const DAY = 86_400_000;

/** The record with what earlier snapshots promised and it does not show to be gone or in use; at most twelve weeks. */
export function withOwed(record: SnapshotRecord, earlier: SnapshotRecord | null): SnapshotRecord {
  const promise = earlier === null ? null : promisedAsOf(earlier);
  if (promise === null) return record;
  const oldest = Date.parse(record.takenAt) - OWED_DAYS * DAY;
  const whereIs = placesOf(record);
  const objects = promise.objects.filter((one) => {
    const where = whereIs(one.key);
    return where !== "gone" && where !== "inUse" && Date.parse(one.since ?? promise.madeFrom) >= oldest;
  });
  return objects.length === 0 ? record : { ...record, owed: { ...promise, objects, bytes: bytesOf(objects) } };
}

const bytesOf = (objects: readonly Promised[]): number => objects.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);

type Share = { objects: number; bytes: number };

const WHERE = ["gone", "quarantined", "untouched", "inUse", "unknown"] as const;
type Where = (typeof WHERE)[number];

/**
 * gone: neither in its pool nor in the trash. quarantined: in the trash, not free yet. untouched: still an orphan. inUse:
 * still there, and not free to go: an image, a clone, an upload holds it now. unknown: the snapshot does not show it.
 */
export type PromiseKept = Readonly<Record<Where, Share>> & {
  promised: Share;
  /** Time of the snapshot of the oldest plan among them. */
  madeFrom: string;
  /** How much less the pools store; below zero: more. Uploads and deletions of others are in it. */
  storedLess: number | null;
};

/** Says of each object only what the later snapshot shows. */
export function keptOf(promise: ReclaimPromise, later: SnapshotRecord): PromiseKept {
  const kept = Object.fromEntries(WHERE.map((where) => [where, { objects: 0, bytes: 0 }])) as Record<Where, Share>;
  const whereIs = placesOf(later);
  for (const { key, bytes } of promise.objects) {
    const share = kept[whereIs(key)];
    share.objects++;
    share.bytes += bytes ?? 0;
  }
  const now = later.figures.storedBytes;
  return {
    promised: { objects: promise.objects.length, bytes: promise.bytes },
    madeFrom: promise.madeFrom,
    ...kept,
    storedLess: now === null || promise.storedBytes === null ? null : promise.storedBytes - now,
  };
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

/** Objects are known by their names: a pool may be renamed, and an id is given once. */
function placesOf(record: SnapshotRecord): (key: string) => Where {
  const names = (kind: "orphan" | "trash"): ReadonlySet<string> =>
    new Set(Iterator.from(record.items.of(kind)).map(({ key }) => nameOf(key)));
  const orphans = names("orphan");
  const trash = names("trash");
  const held = new Set(record.held.map(nameOf));
  const { shown, places } = record;
  return (key) => {
    const name = nameOf(key);
    if (trash.has(name)) return "quarantined";
    if (orphans.has(name)) return "untouched";
    if (held.has(name) || ledgerHas(record.images, name)) return "inUse";
    const listed = shown.orphan === "whole" && (places === null || places.includes(placeOfObject(key)));
    return listed && (shown.trash === "whole" || !key.includes("/")) ? "gone" : "unknown";
  };
}
