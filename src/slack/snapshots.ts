/** Snapshots that were received, and the digests that are made of them. */
import { GlancewrightError } from "../errors.ts";
import type { Digest, Summary } from "../hygiene/digest.ts";
import { frozen, type Selector } from "../hygiene/history/acceptances.ts";
import { packRecord, unpackRecord } from "../hygiene/history/encode.ts";
import { makeDigest, summaryOf } from "../hygiene/make-digest.ts";
import { promisedAsOf, withOwed } from "../hygiene/promise.ts";
import type { KeptSnapshot, Store } from "../store/store.ts";

/** What became of a snapshot that was received. */
export type Received = { takenAt: Date; complete: boolean; repeated: boolean };

type Kept = Pick<Store, "snapshots" | "digests" | "acknowledgements">;

/** Eight weeks of daily snapshots, and some more. */
const SUMMARIES = 70;

/** sent: whoever sent it held the token of that cloud, whatever name the collector used. dropped: the channel alone says which cloud. */
export type Origin = "sent" | "dropped";

/** `packed`: the record of the snapshot; `hash`: of what was received. */
export async function keepSnapshot(
  { snapshots }: Kept,
  cloud: string,
  hash: string,
  packed: Uint8Array,
  origin: Origin,
): Promise<Received> {
  const read = unpackRecord(packed);
  if (origin === "dropped" && read.cloud !== null && read.cloud !== cloud)
    throw new GlancewrightError("snapshot.another-cloud", {
      expected: `a snapshot of ${cloud}`,
      got: `one that was collected as ${read.cloud}`,
      next: `Drop it in the channel of ${read.cloud}, or collect one of ${cloud}.`,
    });
  const earlier = (await snapshots.recent(cloud, 2)).find(({ takenAt }) => takenAt < new Date(read.takenAt));
  const kept = earlier ? await snapshots.record(earlier.id) : null;
  const before = kept ? unpackRecord(kept) : null;
  const record = withOwed(read, before);
  const summary = summaryOf(record, before);
  const takenAt = new Date(record.takenAt);
  const complete = record.gaps.length === 0;
  const { repeated } = await snapshots.put({
    cloud,
    hash,
    takenAt,
    complete,
    summary: JSON.stringify(summary),
    record: record === read ? packed : packRecord(record),
  });
  return { takenAt, complete, repeated };
}

export type MadeDigest = { digest: Digest; snapshot: number; steps: number; script: string | null };

/** Null: there is no snapshot of that cloud. `due` null: asked for. */
export async function digestFor(
  { snapshots, digests, acknowledgements }: Kept,
  cloud: string,
  now: Date,
  due: Date | null,
): Promise<MadeDigest | null> {
  const recent = await snapshots.recent(cloud, SUMMARIES);
  const [newest] = recent;
  const packed = newest ? await snapshots.record(newest.id) : null;
  if (!newest || !packed) return null;
  const current = unpackRecord(packed);
  const last = await digests.last(cloud);
  const earlier = last?.snapshot == null ? null : await snapshots.record(last.snapshot);
  const previous = earlier ? unpackRecord(earlier) : null;
  const digest = makeDigest({
    cloud,
    now,
    due,
    current,
    previous,
    previousDigestAt: last?.at ?? null,
    summaries: recent.map(summaryIn),
    acceptances: await acknowledgements.since(cloud, last?.at ?? new Date(0)),
    promise: last?.snapshot === newest.id || previous === null ? null : promisedAsOf(previous),
  });
  return {
    digest,
    snapshot: newest.id,
    steps: current.plan?.promise ? current.plan.steps.length : 0,
    script: current.plan?.script ?? null,
  };
}

export const summaryIn = ({ summary }: KeptSnapshot): Summary => JSON.parse(summary) as Summary;

/** Fingerprints of what a selector means in the newest snapshot; null: there is none. */
export async function selectedItems({ snapshots }: Kept, cloud: string, selector: Selector): Promise<string[] | null> {
  const [newest] = await snapshots.recent(cloud, 1);
  const packed = newest ? await snapshots.record(newest.id) : null;
  return packed ? frozen(unpackRecord(packed).items, selector) : null;
}
