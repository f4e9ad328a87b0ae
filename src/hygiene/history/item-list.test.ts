import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, itemList, largestItems } from "./item-list.ts";
import { byItem, ITEM_CLASSES, type Item } from "./record.ts";

const wellFormed = fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.toWellFormed());
const item: fc.Arbitrary<Item> = fc.record(
  {
    class: fc.constantFrom(...ITEM_CLASSES),
    key: fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      fc.constantFrom("a", "b", "images/a", ""),
      wellFormed,
    ),
    bytes: fc.option(fc.nat(2 ** 50), { nil: null }),
    owner: fc.option(fc.oneof(fc.constantFrom("p1", "p2", ""), wellFormed), { nil: null }),
    detail: fc.option(wellFormed, { nil: null }),
    extent: fc.oneof(fc.constant(""), wellFormed),
  },
  { requiredKeys: ["class", "key", "bytes", "owner", "detail"] },
);
const nameOf = ({ class: kind, key }: Item): string => `${kind} ${key}`;

test("a list of items is the sorted array of them, each name once and as it came first", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), (given) => {
      const first = new Map(given.toReversed().map((one) => [nameOf(one), one]));
      const wanted = [...first.values()].sort(byItem);
      const list = itemList(given);
      expect([...list]).toEqual(wanted);
      expect(list.length).toBe(wanted.length);
      expect([-1, 0, wanted.length].map((place) => list.at(place))).toEqual([undefined, wanted[0], undefined]);
      for (const kind of ITEM_CLASSES) expect([...list.of(kind)]).toEqual(wanted.filter((one) => one.class === kind));
      const owned = list.where(({ owner }) => owner === "p1");
      expect([...owned.of("orphan")]).toEqual(wanted.filter((one) => one.owner === "p1" && one.class === "orphan"));
      expect(bytesOf(list)).toBe(wanted.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
    }),
  );
});

test("the largest items are those that sorting all of them would bring first", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (given, most) => {
      const sorted = given.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
      expect(largestItems(given, most)).toEqual(sorted.slice(0, most));
    }),
  );
});
