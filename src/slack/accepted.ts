/** Findings that people accept until a day: where that holds, which they are, and what a typed fingerprint means. */

import type { Desk } from "./desk.ts";
import type { AcceptedFinding } from "./render/answer.ts";

/** What is accepted holds for the cloud; where none is named, for the channel. */
export const acceptanceScope = (cloud: string | null, channel: string): string => cloud ?? `channel:${channel}`;

/** Those that hold now for answers in this channel. */
export async function acceptedFindings(
  { store }: Pick<Desk, "store">,
  channel: string,
  cloud: string | null,
): Promise<AcceptedFinding[]> {
  const inForce = await store.acknowledgements.inForce(acceptanceScope(cloud, channel));
  return inForce.map(({ fingerprint, until }) => ({ fingerprint, until: until?.toISOString().slice(0, 10) ?? null }));
}

/** Cases that are looked through for a fingerprint: what somebody types stands in one of the last answers. */
const MOST_CASES = 20;

/** The whole fingerprint that begins like this, in the channel's last answers or the cloud's newest snapshot. */
export async function knownFingerprint(
  { store, history }: Pick<Desk, "store" | "history">,
  channel: string,
  cloud: string | null,
  start: string,
): Promise<string | null> {
  for (const id of await store.cases.inChannel(channel, MOST_CASES)) {
    const findings = (await store.cases.read(id))?.revisions.at(-1)?.review.findings ?? [];
    const found = findings.find(({ fingerprint }) => fingerprint.startsWith(start));
    if (found) return found.fingerprint;
  }
  const [newest] = cloud === null ? [] : await store.snapshots.recent(cloud, 1);
  const packed = newest ? await store.snapshots.record(newest.id) : null;
  return packed ? history("known", { packed, start }) : null;
}
