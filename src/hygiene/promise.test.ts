import { describe, expect, it } from "vitest";
import type { Item, Shown, SnapshotRecord } from "./history/record.ts";
import { keptOf, type ReclaimPromise } from "./promise.ts";

const GIB = 1024 ** 3;
const promise: ReclaimPromise = {
  madeFrom: "2026-11-02T08:00:00Z",
  objects: ["a", "b", "c"].map((name) => ({ key: `images/${name}`, bytes: GIB })),
  bytes: 3 * GIB,
  storedBytes: 100 * GIB,
};
const item = (kind: Item["class"], name: string): Item => ({
  class: kind,
  key: `images/${name}`,
  bytes: GIB,
  owner: null,
  detail: null,
});
const later = (items: Item[], shown: Shown = "whole", storedBytes: number | null = 98 * GIB) =>
  ({ items, shown: { orphan: shown, trash: shown }, figures: { storedBytes } }) as unknown as SnapshotRecord;

describe("what became of a plan", () => {
  it("tells of each object where it is now", () => {
    const kept = keptOf(promise, later([item("orphan", "a"), item("trash", "b")]));
    expect(kept).toMatchObject({
      untouched: { objects: 1, bytes: GIB },
      quarantined: { objects: 1, bytes: GIB },
      gone: { objects: 1, bytes: GIB },
      unknown: { objects: 0 },
      storedLess: 2 * GIB,
    });
  });

  it("calls nothing gone that a listing merely does not show", () => {
    expect(keptOf(promise, later([], "not-shown", null))).toMatchObject({
      gone: { objects: 0 },
      unknown: { objects: 3 },
      storedLess: null,
    });
  });
});
