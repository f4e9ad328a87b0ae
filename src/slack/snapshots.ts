/** Snapshots that were received, and the digests that are made of them. */
import { GlancewrightError } from "../errors.ts";
import type { Summary } from "../hygiene/digest.ts";
import type { Selector } from "../hygiene/history/acceptances.ts";
import type { DigestOfRecord, DoHistory, PackedRecord } from "../hygiene/history-work.ts";
import type { KeptSnapshot, Store } from "../store/store.ts";

/** What became of a snapshot that was received. */
export type Received = { takenAt: Date; complete: boolean; repeated: boolean };

type Kept = { store: Pick<Store, "snapshots" | "digests" | "acknowledgements">; history: DoHistory };

/** Eight weeks of daily snapshots, and some more. */
const SUMMARIES = 70;

/** sent: whoever sent it held the token of that cloud, whatever name the collector used. dropped: the channel alone says which cloud. */
export type Origin = "sent" | "dropped";

/** Keeps what was read of a snapshot. `hash`: of what was received. */
export async function keepSnapshot(
  { store: { snapshots }, history }: Kept,
  cloud: string,
  hash: string,
  { packed, ...read }: PackedRecord,
  origin: Origin,
): Promise<Received> {
  if (origin === "dropped" && read.cloud !== null && read.cloud !== cloud)
    throw new GlancewrightError("snapshot.another-cloud", {
      expected: `a snapshot of ${cloud}`,
      got: `one that was collected as ${read.cloud}`,
      next: `Drop it in the channel of ${read.cloud}, or collect one of ${cloud}.`,
    });
  const takenAt = new Date(read.takenAt);
  const before = (await snapshots.recent(cloud, 2)).find((one) => one.takenAt < takenAt);
  const earlier = before ? await snapshots.record(before.id) : null;
  const { complete, summary, record } = await history("keep", { packed, earlier });
  const row = { cloud, hash, takenAt, complete, summary: JSON.stringify(summary), record };
  const { repeated } = await snapshots.put(row);
  return { takenAt, complete, repeated };
}

export type MadeDigest = DigestOfRecord & { snapshot: number };

/** Null: there is no snapshot of that cloud. `due` null: asked for. */
export async function digestFor(
  { store: { snapshots, digests, acknowledgements }, history }: Kept,
  cloud: string,
  now: Date,
  due: Date | null,
): Promise<MadeDigest | null> {
  const recent = await snapshots.recent(cloud, SUMMARIES);
  const [newest] = recent;
  const packed = newest ? await snapshots.record(newest.id) : null;
  if (!newest || !packed) return null;
  const last = await digests.last(cloud);
  const previous = last?.snapshot == null ? null : await snapshots.record(last.snapshot);
  const made = await history("digest", {
    cloud,
    now,
    due,
    current: packed,
    previous,
    same: last?.snapshot === newest.id,
    previousDigestAt: last?.at ?? null,
    summaries: recent.map(summaryIn),
    acceptances: await acknowledgements.since(cloud, last?.at ?? new Date(0)),
  });
  return { ...made, snapshot: newest.id };
}

export const summaryIn = ({ summary }: KeptSnapshot): Summary => JSON.parse(summary) as Summary;

/** Fingerprints of what a selector means in the newest snapshot; null: there is none. */
export async function selectedItems(
  { store: { snapshots }, history }: Kept,
  cloud: string,
  selector: Selector,
): Promise<string[] | null> {
  const [newest] = await snapshots.recent(cloud, 1);
  const packed = newest ? await snapshots.record(newest.id) : null;
  return packed ? history("selected", { packed, selector }) : null;
}
