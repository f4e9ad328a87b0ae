import { describe, expect, it } from "vitest";
import { itemList } from "./history/item-list.ts";
import { EMPTY_LEDGER, ledgerOf } from "./history/ledger.ts";
import type { Item, Shown, SnapshotRecord } from "./history/record.ts";
import { keptOf, promisedAsOf, type ReclaimPromise, withOwed } from "./promise.ts";

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
const later = (items: Item[], shown: Shown = "whole", storedBytes: number | null = 98 * GIB, more: object = {}) =>
  ({
    takenAt: "2026-11-09T08:00:00Z",
    items: itemList(items),
    shown: { orphan: shown, trash: shown },
    figures: { storedBytes },
    places: ["images"],
    held: [],
    images: EMPTY_LEDGER,
    owed: null,
    plan: null,
    ...more,
  }) as unknown as SnapshotRecord;

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

  const ID = "00000000-0000-4000-8000-000000000001";
  const one: ReclaimPromise = { ...promise, objects: [{ key: `images/${ID}`, bytes: GIB }], bytes: GIB };
  it.each([
    ["a clone, an upload or a watcher holds it now", later([], "whole", null, { held: [`images/${ID}`] })],
    ["an image of that id is there again", later([], "whole", null, { images: ledgerOf([[ID, GIB]]) })],
    [
      "something holds it in a pool that was renamed",
      later([], "whole", null, { places: ["glance"], held: [`glance/${ID}`] }),
    ],
  ])("never calls gone what is there: %s", (_, record) => {
    expect(keptOf(one, record)).toMatchObject({ gone: { objects: 0 }, inUse: { objects: 1, bytes: GIB } });
  });

  it("does not know of a pool that was not listed", () => {
    const record = later([], "whole", null, { places: ["volumes"] });
    expect(keptOf(one, record)).toMatchObject({ gone: { objects: 0 }, unknown: { objects: 1 } });
  });
});

describe("a promise of longer than a week", () => {
  const planned = (record: SnapshotRecord): SnapshotRecord => ({ ...record, plan: { promise } as never });
  const at = (takenAt: string, items: Item[]) => later(items, "whole", 90 * GIB, { takenAt });

  it("is told when the objects are freed, weeks after they left the plans", () => {
    const first = planned(
      at(
        "2026-11-02T08:00:00Z",
        ["a", "b", "c"].map((name) => item("orphan", name)),
      ),
    );
    const second = withOwed(
      at(
        "2026-11-09T08:00:00Z",
        ["a", "b", "c"].map((name) => item("trash", name)),
      ),
      first,
    );
    const third = withOwed(
      at(
        "2026-11-16T08:00:00Z",
        ["b", "c"].map((name) => item("trash", name)),
      ),
      second,
    );
    const owed = promisedAsOf(third);
    expect(owed).toMatchObject({ madeFrom: promise.madeFrom, bytes: 2 * GIB, storedBytes: 100 * GIB });
    const kept = owed && keptOf(owed, at("2026-11-23T08:00:00Z", []));
    expect(kept).toMatchObject({ gone: { objects: 2, bytes: 2 * GIB }, storedLess: 10 * GIB });
  });

  it("ends after twelve weeks", () => {
    const first = planned(at("2026-11-02T08:00:00Z", [item("orphan", "a")]));
    expect(withOwed(at("2027-02-20T08:00:00Z", [item("orphan", "a")]), first).owed).toBeNull();
  });

  it("names no object twice, whatever the plans of two weeks name", () => {
    const first = planned(at("2026-11-02T08:00:00Z", [item("orphan", "a")]));
    const second = planned(withOwed(at("2026-11-09T08:00:00Z", [item("orphan", "a")]), first));
    const keys = promisedAsOf(second)?.objects.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)]);
  });
});
