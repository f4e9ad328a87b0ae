import { expect, test } from "vitest";
import { costAt } from "./prices.ts";

const PRICE = { input: 5, cachedInput: 0.5, cacheWrite: 6.25, output: 25, currency: "USD" };

test("each kind of token is billed at its own price", () => {
  const usage = { input: 8000, cachedInput: 5000, cacheWrite: 1000, output: 2000 };
  // 2,000 plain, 5,000 read from the cache, 1,000 written to it, 2,000 out
  expect(costAt(PRICE, usage)?.amount).toBeCloseTo(0.01 + 0.0025 + 0.00625 + 0.05, 10);
});

test("prices that are not told are those of other input", () => {
  const usage = { input: 1_000_000, cachedInput: 500_000, cacheWrite: 0, output: 0 };
  expect(costAt({ ...PRICE, cachedInput: null }, usage)).toEqual({ amount: 5, currency: "USD" });
});

test("without a price there is no figure", () => {
  expect(costAt(undefined, { input: 1, cachedInput: 0, cacheWrite: 0, output: 1 })).toBeNull();
});
