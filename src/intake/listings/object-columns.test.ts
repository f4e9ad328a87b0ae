import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectTableBuilder } from "./object-columns.ts";
import type { ObjectRecord } from "./object-table.ts";

const name = fc.oneof(fc.uuid(), fc.constantFrom("a", "b", "volume-59c3ec72-fdf5-4f4d-a90b-9b1f22e442a5"));
const record: fc.Arbitrary<ObjectRecord> = fc.record(
  {
    name,
    snapshot: fc.option(fc.constantFrom("snap", "other"), { nil: null }),
    size: fc.maxSafeNat(),
    used: fc.maxSafeNat(),
    parent: fc.option(fc.constantFrom("images/a@snap", "images/b@snap"), { nil: null }),
    protected: fc.boolean(),
    locked: fc.boolean(),
    line: fc.integer({ min: 1, max: 1000 }),
  },
  { requiredKeys: ["name", "snapshot", "line"] },
);
const pool = fc.constantFrom("images", "vms", null);

describe("objectTableBuilder", () => {
  it("keeps one row for each pool, name and snapshot, and fills what was left out", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(record, pool)), (rows) => {
        const builder = objectTableBuilder();
        const expected = new Map<string, object>();
        for (const [each, inPool] of rows) {
          builder.add(each, inPool, "file");
          const key = JSON.stringify([inPool, each.name, each.snapshot]);
          expected.set(key, { ...each, pool: inPool, ...expected.get(key) });
        }
        const table = builder.build();
        const fields = ["name", "snapshot", "size", "used", "parent", "protected", "locked", "line", "pool"] as const;
        const shown = [
          ...table
            .rows()
            .map((row) =>
              Object.fromEntries(fields.map((field) => [field, row[field]]).filter(([, value]) => value !== undefined)),
            ),
        ];
        expect(shown).toEqual([...expected.values()]);
        for (const [each, inPool] of rows) expect(table.find(inPool, each.name, each.snapshot)?.name).toBe(each.name);
        expect(table.find("images", "not there")).toBeUndefined();
        for (const inPool of table.pools) expect(table.rows(inPool).every((row) => row.pool === inPool)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps more pools apart than fit a byte", () => {
    const builder = objectTableBuilder();
    for (let at = 0; at < 400; at++) builder.add({ name: "x", snapshot: null, size: at, line: at }, `pool${at}`, "f");
    const table = builder.build();
    expect([0, 254, 255, 399].map((at) => table.find(`pool${at}`, "x")?.size)).toEqual([0, 254, 255, 399]);
  });

  it("is empty when it was released", () => {
    const builder = objectTableBuilder();
    builder.add({ name: "x", snapshot: null, size: 1, line: 1 }, "images", "f");
    const table = builder.build();
    table.release();
    expect([table.rowCount, table.pools, [...table.rows()], table.find("images", "x"), table.names.size]).toEqual([
      0,
      [],
      [],
      undefined,
      0,
    ]);
  });
});
