/**
 * What is done with packed records: plain data in and out, so that it may be done in a thread of its own. A million images
 * take seconds, and somebody waits for Slack's answer meanwhile.
 */
import type { Digest, Summary } from "./digest.ts";
import { frozen, type Selector } from "./history/acceptances.ts";
import { packRecord, unpackRecord } from "./history/encode.ts";
import { itemFingerprint } from "./history/item-name.ts";
import type { RecordedPlan, SnapshotRecord } from "./history/record.ts";
import { type KeptHistory, makeDigest, summaryOf } from "./make-digest.ts";
import { promisedAsOf, withOwed } from "./promise.ts";

type Packed = { packed: Uint8Array };

/** A record with what must be known of it before it is opened again. `cloud`: as its collector names it. */
export type PackedRecord = Packed & { cloud: string | null; takenAt: string };

export function packedWithNames(record: SnapshotRecord): PackedRecord {
  return { packed: packRecord(record), cloud: record.cloud, takenAt: record.takenAt };
}

/** A record as it is kept beside that of the snapshot before it. */
type KeptRecord = { complete: boolean; summary: Summary; record: Uint8Array };

/** A digest with what is shown of the plan. */
export type DigestOfRecord = { digest: Digest; steps: number; script: string | null };

type DigestGiven = Omit<KeptHistory, "current" | "previous" | "promise"> & {
  current: Uint8Array;
  previous: Uint8Array | null;
  /** Both are the same snapshot: nothing that was promised can have become of it. */
  same: boolean;
};

/** Each kind of work; all of them are pure. */
export const HISTORY_WORK = {
  keep({ packed, earlier }: Packed & { earlier: Uint8Array | null }): KeptRecord {
    const read = unpackRecord(packed);
    const before = earlier ? unpackRecord(earlier) : null;
    const record = withOwed(read, before);
    return {
      complete: record.gaps.length === 0,
      summary: summaryOf(record, before),
      record: record === read ? packed : packRecord(record),
    };
  },
  digest({ current, previous, same, ...rest }: DigestGiven): DigestOfRecord {
    const record = unpackRecord(current);
    const before = previous ? unpackRecord(previous) : null;
    const promise = same || before === null ? null : promisedAsOf(before);
    return {
      digest: makeDigest({ ...rest, current: record, previous: before, promise }),
      steps: record.plan?.promise ? record.plan.steps.length : 0,
      script: record.plan?.script ?? null,
    };
  },
  /** Fingerprints of what the selector means. */
  selected: ({ packed, selector }: Packed & { selector: Selector }): string[] =>
    frozen(unpackRecord(packed).items, selector),
  /** The first whole fingerprint that begins like this. */
  known: ({ packed, start }: Packed & { start: string }): string | null =>
    Iterator.from(unpackRecord(packed).items)
      .map(itemFingerprint)
      .find((one) => one.startsWith(start)) ?? null,
  plan: ({ packed }: Packed): RecordedPlan | null => unpackRecord(packed).plan,
} as const;

type Works = typeof HISTORY_WORK;
export type HistoryKind = keyof Works;
type HistoryGiven<Kind extends HistoryKind> = Parameters<Works[Kind]>[0];
type HistoryMade<Kind extends HistoryKind> = ReturnType<Works[Kind]>;

/** Does it, here or elsewhere. */
export type DoHistory = <Kind extends HistoryKind>(kind: Kind, given: HistoryGiven<Kind>) => Promise<HistoryMade<Kind>>;

/** On the thread of the caller. */
export const historyHere: DoHistory = async (kind, given) =>
  (HISTORY_WORK[kind] as (given: unknown) => HistoryMade<typeof kind>)(given);
