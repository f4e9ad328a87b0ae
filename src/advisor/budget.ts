/** Limits with a hard stop: per case and per month, in tokens, and in money where prices are set. */
import type { Cost } from "./ask-model.ts";
import type { ModelRequest, Usage } from "./model.ts";

export type BudgetLimits = {
  /** Tokens in and out. Null: no limit. */
  tokensPerCase: number | null;
  tokensPerMonth: number | null;
  /** In the currency of the prices. */
  costPerMonth: number | null;
};

/** 200,000 tokens a case are some ten answers. */
export const DEFAULT_LIMITS: BudgetLimits = { tokensPerCase: 200_000, tokensPerMonth: 5_000_000, costPerMonth: null };

export type Spent = { tokens: number; cost: number };

/** Where spending is kept; one line of it is a case or a month. */
export type Ledger = {
  read: (account: string) => Promise<Spent>;
  add: (account: string, spent: Spent) => Promise<void>;
};

export type Budget = {
  /** Why the request may not be sent; null when it may. Counts the longest answer that could come. */
  limit: (request: ModelRequest) => Promise<string | null>;
  spend: (usage: Usage, cost: Cost | null) => Promise<void>;
};

/** A budget of one case in one month. `month` is "2026-11", from the rim's clock. */
export function budgetOf(ledger: Ledger, limits: BudgetLimits, accounts: { case: string; month: string }): Budget {
  const caseAccount = `case:${accounts.case}`;
  const monthAccount = `month:${accounts.month}`;
  return {
    async limit(request) {
      const worst = worstCase(request);
      const [ofCase, ofMonth] = await Promise.all([ledger.read(caseAccount), ledger.read(monthAccount)]);
      if (limits.tokensPerCase !== null && ofCase.tokens + worst > limits.tokensPerCase)
        return `the token limit of this case (${limits.tokensPerCase}) would be passed`;
      if (limits.tokensPerMonth !== null && ofMonth.tokens + worst > limits.tokensPerMonth)
        return `the token limit of this month (${limits.tokensPerMonth}) would be passed`;
      if (limits.costPerMonth !== null && ofMonth.cost >= limits.costPerMonth)
        return `the cost limit of this month (${limits.costPerMonth}) is reached`;
      return null;
    },
    async spend(usage, cost) {
      const spent = { tokens: usage.input + usage.output, cost: cost?.amount ?? 0 };
      await ledger.add(caseAccount, spent);
      await ledger.add(monthAccount, spent);
    },
  };
}

/** Never below what is billed: three bytes a token for what is sent, and the whole room for the answer. */
function worstCase({ prefix, turns, maxOutputTokens }: ModelRequest): number {
  const bytes = Buffer.byteLength(prefix) + turns.reduce((total, { text }) => total + Buffer.byteLength(text), 0);
  return Math.ceil(bytes / 3) + maxOutputTokens;
}

/** For one process and for tests. */
export function memoryLedger(): Ledger {
  const accounts = new Map<string, Spent>();
  return {
    read: async (account) => accounts.get(account) ?? { tokens: 0, cost: 0 },
    add: async (account, { tokens, cost }) => {
      const before = accounts.get(account) ?? { tokens: 0, cost: 0 };
      accounts.set(account, { tokens: before.tokens + tokens, cost: before.cost + cost });
    },
  };
}
