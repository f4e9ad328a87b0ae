import fc from "fast-check";
import { expect, test } from "vitest";
import { faultsOf, pairs } from "#test/history/pairs.ts";

test("the difference of any two snapshots is the one that they were made with, and acceptances hide nothing else", () => {
  fc.assert(
    fc.property(pairs, (pair) => {
      expect(faultsOf(pair)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
