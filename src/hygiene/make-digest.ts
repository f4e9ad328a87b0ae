/** One digest from what is kept: the newest record, the one of the last digest, summaries, acceptances, the last promise. */
import { type Digest, digestOf, type Summary } from "./digest.ts";
import { type Acceptance, acceptedOf } from "./history/acceptances.ts";
import { compareRecords } from "./history/compare.ts";
import { itemFingerprint } from "./history/item-name.ts";
import type { SnapshotRecord } from "./history/record.ts";
import { keptOf, type ReclaimPromise } from "./promise.ts";

export type KeptHistory = {
  cloud: string;
  now: Date;
  due: Date | null;
  current: SnapshotRecord;
  /** Null: this is the first digest. */
  previous: SnapshotRecord | null;
  previousDigestAt: Date | null;
  summaries: readonly Summary[];
  /** Those that hold, and those that ended since the last digest. */
  acceptances: readonly Acceptance[];
  promise: ReclaimPromise | null;
};

export function makeDigest(kept: KeptHistory): Digest {
  const { cloud, now, due, current, previous, previousDigestAt, summaries, acceptances, promise } = kept;
  return digestOf({
    cloud,
    now,
    due,
    record: current,
    summaries,
    difference: previous === null ? null : compareRecords(previous, current),
    accepted: acceptedOf(current.items, acceptances, { now, since: previousDigestAt }),
    promise: promise === null ? null : keptOf(promise, current),
  });
}

/** What stays of a record for the trend; `previous`: the snapshot before it, whatever digest it was in. */
export function summaryOf(record: SnapshotRecord, previous: SnapshotRecord | null): Summary {
  const newDisks = previous === null ? null : compareRecords(previous, record).newDisks;
  const high = record.items
    .of("finding")
    .where(({ detail }) => detail === "high")
    [Symbol.iterator]()
    .take(MOST_HIGH)
    .map((item) => ({ key: item.key, fingerprint: itemFingerprint(item) }))
    .toArray();
  return { takenAt: record.takenAt, figures: record.figures, newDisks, high };
}

const MOST_HIGH = 20;
