/** Scores answers by code: `node evals/run.ts` with the canned stand-in, `npm run eval:live -- chatgpt` with a model and your own key. */
import { advise } from "../src/advisor/advise.ts";
import { type Cost, NO_USAGE, sum } from "../src/advisor/ask-model.ts";
import type { Case } from "../src/advisor/case.ts";
import type { Model, Usage } from "../src/advisor/model.ts";
import { loadRules } from "../src/check/load-rules.ts";
import { readModelChoice } from "../src/cli/model-settings.ts";
import { openModel } from "../src/cli/open-model.ts";
import { caseOf, exampleSources } from "./case-folder.ts";
import { EVAL_CASES, type Score, scoresOf } from "./cases.ts";
import { standIn } from "./stand-in.ts";

export type EvalResult = {
  name: string;
  scores: Score[];
  because: string | null;
  left: string[];
  rounds: number;
  usage: Usage;
  /** Milliseconds to the first character, of thinking or text, and to the end. */
  firstMs: number | null;
  totalMs: number;
};

/** Asks about every case in turn. */
export async function runEvals(modelFor: (asked: Case) => Model): Promise<EvalResult[]> {
  const rules = await loadRules();
  const results: EvalResult[] = [];
  for (const evalCase of EVAL_CASES) {
    const asked = caseOf(exampleSources(evalCase.example), rules);
    const began = performance.now();
    let firstMs: number | null = null;
    const onProgress = (): void => {
      firstMs ??= performance.now() - began;
    };
    const advised = await advise(asked.reviewed, modelFor(asked), { ...asked, onProgress });
    const { because = null, dropped = [], rounds = 0, usage = NO_USAGE } = advised.review.model ?? {};
    results.push({
      name: evalCase.name,
      scores: scoresOf(evalCase, advised, asked.reviewed),
      because,
      left: dropped.map(({ where, why }) => `${where}: ${why}`),
      rounds,
      usage,
      firstMs,
      totalMs: performance.now() - began,
    });
  }
  return results;
}

function totals(results: readonly EvalResult[], costOf: ((usage: Usage) => Cost | null) | null): string {
  const usage = results.reduce((all, result) => sum(all, result.usage), NO_USAGE);
  const cost = costOf?.(usage) ?? null;
  const firsts = results
    .flatMap(({ firstMs }) => (firstMs === null ? [] : [firstMs]))
    .sort((one, other) => one - other);
  const first = firsts[firsts.length >> 1];
  return [
    `dropped claims: ${results.reduce((all, { left }) => all + left.length, 0)}`,
    `repaired: ${results.filter(({ rounds }) => rounds > 1).length} of ${results.length}`,
    `tokens: ${usage.input} in (${usage.cachedInput} cached), ${usage.output} out`,
    `cost: ${cost ? `${cost.amount.toFixed(4)} ${cost.currency}` : "no price is set for this model"}`,
    `time to the first sign: ${first === undefined ? "none" : `${Math.round(first)} ms in the middle of the cases`}`,
  ].join("\n");
}

if (import.meta.main) {
  const choice = readModelChoice(process.argv.slice(2).at(-1));
  const opened = choice ? await openModel(choice, { dry: false }) : null;
  const results = await runEvals((asked) => opened?.model ?? standIn(asked));
  for (const { name, scores, because, left } of results) {
    console.log(
      `${scores.filter(({ passed }) => passed).length}/${scores.length}  ${name}${because ? ` (${because})` : ""}`,
    );
    for (const { name: failed } of scores.filter(({ passed }) => !passed)) console.log(`      no: ${failed}`);
    for (const line of left) console.log(`      left out: ${line}`);
  }
  const all = results.flatMap(({ scores }) => scores);
  const passed = all.filter((score) => score.passed).length;
  const who = opened ? `${opened.model.provider}:${opened.model.name}` : "the canned stand-in, no model";
  console.log(`${passed} of ${all.length} checks passed with ${who}`);
  console.log(totals(results, opened?.costOf ?? null));
  process.exitCode = passed === all.length ? 0 : 1;
}
