/** Spending as files: one line for each amount, appended, so that two commands at the same time lose nothing. */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GlancewrightError } from "../errors.ts";
import type { Ledger, Spent } from "./budget.ts";

/** A ledger below `folder`. Throws `budget.unreadable`: without its books a limit cannot be held, so nothing is sent. */
export function fileLedger(folder: string): Ledger {
  const pathOf = (account: string): string => {
    const digest = createHash("sha256").update(account).digest("hex").slice(0, 16);
    return join(folder, `${account.replaceAll(/[^\w.-]/g, "-").slice(0, 40)}-${digest}.jsonl`);
  };
  return {
    async read(account) {
      const path = pathOf(account);
      try {
        return sumOf(readFileSync(path, "utf8"));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { tokens: 0, cost: 0 };
        throw unreadable(path, cause);
      }
    },
    async add(account, { tokens, cost }) {
      const path = pathOf(account);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        appendFileSync(path, `${JSON.stringify([tokens, cost])}\n`, { mode: 0o600 });
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
  };
}

function sumOf(text: string): Spent {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.reduce(
    (total, line) => {
      const [tokens, cost] = JSON.parse(line) as [number, number];
      return { tokens: total.tokens + tokens, cost: total.cost + cost };
    },
    { tokens: 0, cost: 0 },
  );
}

function unreadable(path: string, cause: unknown): GlancewrightError {
  return new GlancewrightError(
    "budget.unreadable",
    {
      expected: "the record of what models cost",
      got: `a file that cannot be read or written at ${path}`,
      next: "Make its folder writable, or move the file away; until then no model is asked.",
    },
    { cause },
  );
}
