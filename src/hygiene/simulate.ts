/** What a plan would free, when, what stands in its way, and what is lost if the listing is stale. */
import type { Cloud } from "../facts/cloud.ts";
import { QUARANTINE_DAYS, type ReclaimPlan } from "./plan.ts";
import { isScripted } from "./promise.ts";

export type Simulation = {
  /** Days from the start of the script; bytes that are free from that day on, all together. */
  timeline: readonly { day: number; what: string; freedBytes: number }[];
  /** Objects that stay, by reason. */
  blocked: readonly { why: string; objects: number }[];
  /** Servers and volumes that name an image whose object would go: references, no dependencies. Absent: nobody was asked. */
  named?: { objects: number; servers: number; volumes: number };
  /** If every candidate turned out to be in use: what would be out of sight until it is restored, and nothing that is gone. */
  worstCase: { objects: number; bytes: number; restorableDays: number };
};

/** Of a plan that refuses nothing is freed. */
export function simulate(
  { join, intake }: Pick<Cloud, "join" | "intake">,
  { ready, candidates, refusals }: ReclaimPlan,
): Simulation {
  const scripted = ready.filter(isScripted);
  const bytes = scripted.reduce((sum, candidate) => sum + (candidate.bytes ?? 0), 0);
  const byHand = ready.length - scripted.length;
  const held = Map.groupBy(join?.held ?? [], ({ reason }) => reason);
  const unproved = candidates.length - ready.length;
  return {
    timeline:
      scripted.length === 0
        ? []
        : [
            { day: 0, what: `${scripted.length} moved to the trash, after a last check of each`, freedBytes: 0 },
            { day: QUARANTINE_DAYS, what: "restored, freed of the snapshot, removed", freedBytes: bytes },
          ],
    blocked: [
      ...refusals.map((why) => ({ why, objects: candidates.length })),
      ...(refusals.length === 0 && unproved > 0
        ? [{ why: "a proof is missing that no script can make", objects: unproved }]
        : []),
      ...(byHand > 0
        ? [{ why: "a file of a store: no script moves it, its step says what to look at", objects: byHand }]
        : []),
      ...[...held]
        .filter(([reason]) => reason in REASONS)
        .map(([reason, objects]) => ({ why: REASONS[reason] ?? reason, objects: objects.length })),
    ].sort((one, other) => other.objects - one.objects || (one.why < other.why ? -1 : 1)),
    ...namedBy(intake, scripted),
    worstCase: { objects: scripted.length, bytes, restorableDays: QUARANTINE_DAYS },
  };
}

function namedBy({ artefacts }: Cloud["intake"], scripted: ReclaimPlan["ready"]): Pick<Simulation, "named"> {
  const lists = artefacts.flatMap((one) => (one.kind === "image-uses" ? [one.uses] : []));
  if (lists.length === 0) return {};
  const names = new Set(scripted.map(({ name }) => name));
  const uses = lists.flat().filter(({ imageId }) => names.has(imageId));
  const sum = (of: (use: (typeof uses)[number]) => number): number => uses.reduce((total, use) => total + of(use), 0);
  return {
    named: {
      objects: new Set(uses.map(({ imageId }) => imageId)).size,
      servers: sum(({ servers, volumeBackedServers }) => servers + volumeBackedServers),
      volumes: sum(({ volumes }) => volumes),
    },
  };
}

const REASONS: Readonly<Record<string, string>> = {
  children: "disks are clones of it: each would become a full copy first",
  "in-flight": "an upload or a copy may be under way",
  stuck: "its record stopped half-way: deleting the record frees it",
  "pending-delete": "the scrubber frees it",
  "in-trash": "it is in the trash already",
};
