/** Limits with a hard stop: per case and per month, in tokens, and in money where prices are set. */
import type { Cost } from "./ask-model.ts";
import type { ModelRequest, Usage } from "./model.ts";

/** Null: no limit. Tokens count in and out; money is in the currency of the prices. */
export type BudgetLimits = {
  tokensPerCase: number | null;
  tokensPerMonth: number | null;
  costPerMonth: number | null;
};

export type Spent = { tokens: number; cost: number };

/** Where spending is kept; an account is a case or a month. Amounts may be negative: what was set aside and not used. */
export type Ledger = {
  read: (account: string) => Promise<Spent>;
  add: (account: string, spent: Spent) => Promise<void>;
};

/** What was set aside for one request. `settle(null)`: nothing was billed. */
export type Reservation = { settle: (usage: Usage | null) => Promise<void> };

export type Budget = {
  /** Sets the longest answer aside, or tells which limit stands against it. */
  reserve: (request: ModelRequest) => Promise<Reservation | { refused: string }>;
};

/**
 * The budget of one case in one month. `month` is "2026-11", from the rim's clock. Money is set aside before the request,
 * so that requests at the same time cannot pass a limit together; a crash in between leaves it set aside.
 */
export function budgetOf(
  ledger: Ledger,
  limits: BudgetLimits,
  accounts: { case: string; month: string },
  costOf: (usage: Usage) => Cost | null = () => null,
): Budget {
  const names = { ofCase: `case:${accounts.case}`, ofMonth: `month:${accounts.month}` };
  const add = async (spent: Spent): Promise<void> => {
    await ledger.add(names.ofCase, spent);
    await ledger.add(names.ofMonth, spent);
  };
  const spentOn = (usage: Usage): Spent => ({ tokens: usage.input + usage.output, cost: costOf(usage)?.amount ?? 0 });
  return {
    async reserve(request) {
      const worst = spentOn(worstCase(request));
      await add(worst);
      const [ofCase, ofMonth] = [await ledger.read(names.ofCase), await ledger.read(names.ofMonth)];
      const refused = passed(limits, ofCase, ofMonth);
      const giveBack = { tokens: -worst.tokens, cost: -worst.cost };
      if (refused) {
        await add(giveBack);
        return { refused };
      }
      return {
        async settle(usage) {
          const billed = usage ? spentOn(usage) : { tokens: 0, cost: 0 };
          await add({ tokens: billed.tokens + giveBack.tokens, cost: billed.cost + giveBack.cost });
        },
      };
    },
  };
}

function passed(limits: BudgetLimits, ofCase: Spent, ofMonth: Spent): string | null {
  if (limits.tokensPerCase !== null && ofCase.tokens > limits.tokensPerCase)
    return `the token limit of this case (${limits.tokensPerCase}) would be passed`;
  if (limits.tokensPerMonth !== null && ofMonth.tokens > limits.tokensPerMonth)
    return `the token limit of this month (${limits.tokensPerMonth}) would be passed`;
  if (limits.costPerMonth !== null && ofMonth.cost > limits.costPerMonth)
    return `the cost limit of this month (${limits.costPerMonth}) would be passed`;
  return null;
}

/** Above what is billed: two bytes a token for all that is sent, and the whole room for the answer. */
function worstCase({ prefix, turns, schema, maxOutputTokens }: ModelRequest): Usage {
  const texts = [prefix, JSON.stringify(schema?.schema ?? ""), ...turns.map(({ text }) => text)];
  const bytes = texts.reduce((total, text) => total + Buffer.byteLength(text), 0);
  return { input: Math.ceil(bytes / 2), cachedInput: 0, cacheWrite: 0, output: maxOutputTokens };
}

/** For one process and for tests. */
export function memoryLedger(): Ledger {
  const accounts = new Map<string, Spent>();
  const of = (account: string): Spent => accounts.get(account) ?? { tokens: 0, cost: 0 };
  return {
    read: async (account) => of(account),
    add: async (account, { tokens, cost }) => {
      const before = of(account);
      accounts.set(account, { tokens: before.tokens + tokens, cost: before.cost + cost });
    },
  };
}
