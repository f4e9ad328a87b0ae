import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HexShape, hexIndex, uuidOf } from "./hex-index.ts";

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const uuid = digits(32).map(uuidOf);
const nearUuid = uuid.chain((text) =>
  fc.constantFrom(
    text.toUpperCase(),
    `volume-${text}`,
    `${text}_disk`,
    text.replaceAll("-", ""),
    `${text.slice(0, 8)}_${text.slice(9)}`,
    text.slice(1),
  ),
);
const name = fc.oneof(
  uuid,
  nearUuid,
  digits(64),
  digits(128),
  fc.string(),
  fc.constantFrom("__proto__", "constructor", ""),
);

describe("hexIndex", () => {
  it.each<HexShape>(["uuid", 32, 64, 128])("numbers names of any shape as a Map does (%s)", (shape) => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), fc.array(name, { maxLength: 10 }), (names, others) => {
        const index = hexIndex(shape);
        const map = new Map<string, number>();
        for (const each of names) {
          if (!map.has(each)) map.set(each, map.size);
          expect(index.add(each)).toBe(map.get(each));
        }
        expect(index.size).toBe(map.size);
        for (const each of [...names, ...others]) expect(index.find(each)).toBe(map.get(each) ?? -1);
        for (const [each, number] of map) expect(index.textAt(number)).toBe(each);
      }),
      { numRuns: 60 },
    );
  });

  it("finds the names of another index without their text", () => {
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (left, right) => {
        const [one, two] = [hexIndex("uuid"), hexIndex("uuid")];
        for (const each of left) one.add(each);
        for (const each of right) two.add(each);
        for (let number = 0; number < two.size; number++)
          expect(one.findSame(two, number)).toBe(one.find(two.textAt(number)));
      }),
      { numRuns: 60 },
    );
  });

  it("orders names as their texts are ordered", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 20 }), (names) => {
        const index = hexIndex("uuid");
        const numbers = names.map((each) => index.add(each));
        const sorted = numbers
          .toSorted((one, other) => index.compare(one, other))
          .map((number) => index.textAt(number));
        expect(sorted).toEqual(names.toSorted());
        expect(numbers.every((number) => index.compare(number, number) === 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps fifty thousand names apart while it grows", () => {
    const index = hexIndex("uuid");
    const names = Array.from({ length: 50_000 }, (_, number) => uuidOf(number.toString(16).padStart(32, "0")));
    for (const [number, each] of names.entries()) expect(index.add(each)).toBe(number);
    expect(names.every((each, number) => index.find(each) === number)).toBe(true);
  });

  it("tells digests apart that agree in their first 128 bits", () => {
    const index = hexIndex(128);
    expect(index.add("a".repeat(128))).toBe(0);
    expect(index.add(`${"a".repeat(127)}b`)).toBe(1);
  });
});
