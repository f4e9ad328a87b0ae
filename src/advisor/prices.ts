/** What usage costs, at prices that the operator's settings tell: they change too often to ship. */
import type { Cost } from "./ask-model.ts";
import type { Usage } from "./model.ts";

/** Money for a million tokens. `cachedInput` and `cacheWrite` null: billed as other input. */
export type Price = {
  input: number;
  cachedInput: number | null;
  cacheWrite: number | null;
  output: number;
  currency: string;
};

const MILLION = 1_000_000;

/** Null where no price is known: no figure is better than a wrong one. */
export function costAt(price: Price | undefined, usage: Usage): Cost | null {
  if (!price) return null;
  const plain = Math.max(0, usage.input - usage.cachedInput - usage.cacheWrite);
  const amount =
    (plain * price.input +
      usage.cachedInput * (price.cachedInput ?? price.input) +
      usage.cacheWrite * (price.cacheWrite ?? price.input) +
      usage.output * price.output) /
    MILLION;
  return { amount, currency: price.currency };
}
