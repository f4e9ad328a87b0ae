import { expect, test } from "vitest";
import type { Cloud, HeldObject, OrphanCandidate } from "../facts/cloud.ts";
import type { ReclaimPlan } from "./plan.ts";
import { simulate } from "./simulate.ts";

const GIB = 1024 ** 3;
const candidate = (name: string, missingProof: OrphanCandidate["missingProof"]): OrphanCandidate => ({
  kind: "rbd",
  pool: "images",
  name: `0000000${name}-0000-4000-8000-000000000001`,
  at: { file: "rbd.json", line: 1 },
  bytes: GIB,
  bytesAre: "used",
  missingProof,
});
const held = (reason: HeldObject["reason"]): HeldObject => ({
  kind: "rbd",
  pool: "images",
  name: reason,
  at: { file: "rbd.json", line: 1 },
  reason,
});
const cloud = (...reasons: HeldObject["reason"][]) =>
  ({ join: { held: reasons.map(held) }, intake: { artefacts: [] } }) as unknown as Pick<Cloud, "join" | "intake">;
const plan = (ready: OrphanCandidate[], others: OrphanCandidate[] = [], refusals: string[] = []): ReclaimPlan => ({
  steps: [],
  candidates: [...ready, ...others],
  ready,
  reclaimableBytes: ready.length * GIB,
  refusals,
});

test("nothing is free before the quarantine ends", () => {
  const { timeline, worstCase } = simulate(cloud(), plan([candidate("a", ["age"]), candidate("b", ["age"])]));
  expect(timeline.map(({ day, freedBytes }) => [day, freedBytes])).toEqual([
    [0, 0],
    [14, 2 * GIB],
  ]);
  expect(worstCase).toEqual({ objects: 2, bytes: 2 * GIB, restorableDays: 14 });
});

test("what stands in the way is counted by its reason, the most first", () => {
  const { blocked } = simulate(
    cloud("children", "children", "stuck", "not-uuid"),
    plan([], [candidate("a", ["database-row"])]),
  );
  expect(blocked.map(({ objects }) => objects)).toEqual([2, 1, 1]);
});

test("a plan that refuses frees nothing, and says why of every candidate", () => {
  const { timeline, blocked } = simulate(cloud(), plan([], [candidate("a", [])], ["the listing is cut off"]));
  expect([timeline, blocked]).toEqual([[], [{ why: "the listing is cut off", objects: 1 }]]);
});
