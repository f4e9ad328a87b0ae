/** A small share of scripts/parts-property.ts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fatesOf, liesOf, madeOf, partsOf } from "./parts.ts";

const parts = partsOf(readFileSync(join(import.meta.dirname, "../fixtures/snapshots/lab-before.snapshot.tar.gz")));
const { record: whole } = madeOf(parts, new Map());

test("the whole snapshot shows its orphans and what they are held against", () => {
  expect(whole.items.of("orphan")).toHaveLength(5);
  expect(whole.places).toEqual(["file stores", "images"]);
});

test.each(parts.manifest.parts.map(({ file }) => file))("without %s nothing is settled, new or proposed", (file) => {
  for (const fate of ["absent", "failed", "cut"] as const)
    expect(liesOf(whole, parts, new Map([[file, fate]]))).toEqual([]);
});

test("whatever parts a collector could not bring, a cloud that did not change is not told to have changed", () => {
  fc.assert(
    fc.property(fatesOf(parts), (fates) => {
      expect(liesOf(whole, parts, fates)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
