import fc from "fast-check";
import { expect, test } from "vitest";
import { compareLedgers, ledgerEntries, ledgerFrom, ledgerHas, ledgerOf } from "./ledger.ts";

const entries = fc.array(fc.tuple(fc.uuid(), fc.nat(2 ** 50)), { maxLength: 60 });

test("a ledger holds each id once, in order, with its first number", () => {
  fc.assert(
    fc.property(entries, (given) => {
      const wanted = new Map([...given].reverse());
      const found = [...ledgerEntries(ledgerOf(given))];
      expect(found.map(({ id }) => id)).toEqual([...wanted.keys()].sort());
      for (const { id, value } of found) expect(value).toBe(wanted.get(id));
    }),
  );
});

test("two ledgers differ by what a set would tell", () => {
  fc.assert(
    fc.property(entries, entries, (one, other) => {
      const told = { gained: [] as string[], lost: [] as string[] };
      compareLedgers(ledgerOf(one), ledgerOf(other), {
        gained: ({ id }) => told.gained.push(id),
        lost: ({ id }) => told.lost.push(id),
      });
      const [before, after] = [new Set(one.map(([id]) => id)), new Set(other.map(([id]) => id))];
      expect(told.gained).toEqual([...after].filter((id) => !before.has(id)).sort());
      expect(told.lost).toEqual([...before].filter((id) => !after.has(id)).sort());
    }),
  );
});

test("names that are no UUIDs are left out", () => {
  expect(
    ledgerOf([
      ["volume-1", 1],
      ["5D6E7F80-1111-4222-8333-94445556667", 1],
    ]).size,
  ).toBe(0);
});

test("case tells no id from another: Glance takes both", () => {
  const ledger = ledgerOf([
    ["5D6E7F80-1111-4222-8333-944455566677", 1],
    ["5d6e7f80-1111-4222-8333-944455566677", 2],
  ]);
  expect([ledger.size, ledgerHas(ledger, "5D6E7f80-1111-4222-8333-944455566677")]).toEqual([1, true]);
});

test("a hundred thousand ids that come in any order, some of them again, are as a sorted map would have them", () => {
  const idOf = (number: number): string => {
    const digits = Math.imul(number, 0x9e3779b1) >>> 0;
    // one in three begins alike, as those of one maker do
    const head = number % 3 === 0 ? "0000abcd" : digits.toString(16).padStart(8, "0");
    return `${head}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
  };
  const given = Array.from({ length: 110_000 }, (_, at): [string, number] => [idOf((at * 7919) % 100_003), at]);
  const wanted = new Map([...given].reverse());
  const ledger = ledgerOf(given);
  const found = [...ledgerEntries(ledger)];
  expect(ledger.size).toBe(wanted.size);
  expect(found.map(({ id }) => id)).toEqual([...wanted.keys()].sort());
  expect(found.every(({ id, value }) => wanted.get(id) === value)).toBe(true);
  expect(given.every(([id]) => ledgerHas(ledger, id))).toBe(true);
  expect(ledgerHas(ledger, idOf(100_004))).toBe(false);
  const bytes = Buffer.concat(ledger.parts);
  expect(Buffer.concat(ledgerFrom(bytes).parts).equals(bytes)).toBe(true);
});
