/** From `--model` and the environment to a model with its limits. The only place that reads keys. */

import { join } from "node:path";
import type { AdviseOptions } from "../advisor/advise.ts";
import { type BudgetLimits, budgetOf } from "../advisor/budget.ts";
import { fileCache } from "../advisor/cache.ts";
import { fileLedger } from "../advisor/ledger-files.ts";
import type { Provider } from "../advisor/model.ts";
import { GlancewrightError } from "../errors.ts";
import type { Settings } from "../settings/settings.ts";
import { settingsHere } from "./settings-file.ts";
import { stateFolder } from "./state-folder.ts";

export type ModelChoice = { provider: Provider; name: string | null };

/** `none`, `claude`, `chatgpt`, `compatible`, each but the first also with a model id: `claude:claude-sonnet-5-5`. */
export function readModelChoice(text: string | undefined): ModelChoice | null {
  if (text === undefined || text === "none") return null;
  const [, provider, name] = /^(claude|chatgpt|compatible)(?::([\w./:-]+))?$/.exec(text) ?? [];
  if (!provider)
    throw new GlancewrightError("cli.wrong-model", {
      expected: "none, claude, chatgpt or compatible, with a model id behind a colon if you like",
      got: text,
      next: "See docs/models.md.",
    });
  return { provider: provider as Provider, name: name ?? null };
}

/** Limits, books and kept answers of this user. */
export function modelRim(
  caseId: string,
  costOf: NonNullable<AdviseOptions["costOf"]>,
  environment: NodeJS.ProcessEnv = process.env,
  now: Date = new Date(),
): Pick<AdviseOptions, "budget" | "cache" | "costOf"> {
  const folder = stateFolder(environment);
  const { limits } = settingsHere(environment);
  const accounts = { case: caseId, month: now.toISOString().slice(0, 7) };
  return {
    budget: budgetOf(fileLedger(join(folder, "spending")), limitsOf(environment, limits), accounts, costOf),
    cache: fileCache(join(folder, "answers")),
    costOf,
  };
}

/** The environment goes before the settings file. */
function limitsOf(environment: NodeJS.ProcessEnv, file: Settings["limits"]): BudgetLimits {
  const number = (name: string, otherwise: number | null): number | null => {
    const text = environment[name];
    if (text === undefined || text === "") return otherwise;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0)
      throw new GlancewrightError("cli.wrong-limit", {
        expected: `a number in ${name}`,
        got: text,
        next: "Set it to a number of tokens or money, or leave it out.",
      });
    return value;
  };
  return {
    tokensPerCase: number("GLANCEWRIGHT_TOKENS_PER_CASE", file.tokens_per_case),
    tokensPerMonth: number("GLANCEWRIGHT_TOKENS_PER_MONTH", file.tokens_per_month),
    costPerMonth: number("GLANCEWRIGHT_COST_PER_MONTH", file.cost_per_month),
  };
}
