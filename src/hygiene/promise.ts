/** What a plan said could be freed, held against a later snapshot. */
import type { SnapshotRecord } from "./history/record.ts";
import type { ReclaimPlan } from "./plan.ts";

export type ReclaimPromise = {
  /** Time of the snapshot that the plan was made from. */
  madeFrom: string;
  /** `pool/object` or the name of a file, with its bytes. */
  objects: readonly { key: string; bytes: number | null }[];
  bytes: number;
  /** Stored bytes of Glance's pools then; null where they were not told. */
  storedBytes: number | null;
};

/** What a plan promises if its script is run; null when it names nothing. */
export function promiseOf(
  plan: ReclaimPlan,
  record: Pick<SnapshotRecord, "takenAt" | "figures">,
): ReclaimPromise | null {
  if (plan.ready.length === 0) return null;
  return {
    madeFrom: record.takenAt,
    objects: plan.ready.map(({ pool, name, bytes }) => ({ key: pool === null ? name : `${pool}/${name}`, bytes })),
    bytes: plan.reclaimableBytes,
    storedBytes: record.figures.storedBytes,
  };
}

type Share = { objects: number; bytes: number };

export type PromiseKept = {
  promised: Share;
  /** Neither in the pool nor in its trash. */
  gone: Share;
  /** In the trash: out of sight, not free yet. */
  quarantined: Share;
  /** Still there as they were. */
  untouched: Share;
  /** The later snapshot does not show whether they are there. */
  unknown: Share;
  /** How much less the pools store; below zero: more. Uploads and deletions of others are in it. */
  storedLess: number | null;
};

/** Says of each object only what the later snapshot shows. */
export function keptOf(promise: ReclaimPromise, later: SnapshotRecord): PromiseKept {
  const orphans = keysOf(later, "orphan");
  const trash = keysOf(later, "trash");
  const kept = { gone: none(), quarantined: none(), untouched: none(), unknown: none() };
  for (const { key, bytes } of promise.objects) {
    const where = orphans.has(key)
      ? kept.untouched
      : trash.has(key)
        ? kept.quarantined
        : later.shown.orphan === "whole" && (later.shown.trash === "whole" || !key.includes("/"))
          ? kept.gone
          : kept.unknown;
    where.objects++;
    where.bytes += bytes ?? 0;
  }
  const now = later.figures.storedBytes;
  return {
    promised: { objects: promise.objects.length, bytes: promise.bytes },
    ...kept,
    storedLess: now === null || promise.storedBytes === null ? null : promise.storedBytes - now,
  };
}

const none = (): Share => ({ objects: 0, bytes: 0 });

const keysOf = ({ items }: SnapshotRecord, kind: "orphan" | "trash"): ReadonlySet<string> =>
  new Set(items.filter((item) => item.class === kind).map(({ key }) => key));
