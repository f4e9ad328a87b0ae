import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integerColumn, type NumberColumn, smallColumn } from "./columns.ts";

/** Rows around the borders of chunks, and far apart. */
const row = fc.oneof(fc.nat(40), fc.integer({ min: 16_370, max: 16_400 }), fc.integer({ min: 49_000, max: 49_300 }));
const kinds: [string, number, () => NumberColumn][] = [
  ["integers", 0, () => integerColumn()],
  ["integers with -1 for none", -1, () => integerColumn(-1)],
  ["small numbers", 0, () => smallColumn()],
  ["small numbers with -1 for none", -1, () => smallColumn(-1)],
];

describe("columns of whole numbers", () => {
  it.each(kinds)("%s: give back what was set last, and the empty value elsewhere", (_, empty, make) => {
    const value = fc.oneof(fc.integer({ min: empty, max: 300 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, value), { maxLength: 40 }), fc.array(row), (writes, others) => {
        const column = make();
        const expected = new Map<number, number>();
        for (const [at, number] of writes) {
          column.set(at, number);
          expected.set(at, number);
        }
        for (const at of [...expected.keys(), ...others]) expect(column.get(at)).toBe(expected.get(at) ?? empty);
      }),
    );
  });
});
