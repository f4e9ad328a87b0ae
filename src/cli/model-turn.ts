/** The model's turn on the command line: what is sent, what it costs, and progress, on standard error. */
import type { AdviseOptions } from "../advisor/advise.ts";
import type { Rule } from "../check/rule.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import type { Reviewed } from "../review.ts";
import type { Terminal } from "./command-line.ts";
import { type ModelChoice, modelRim } from "./model-settings.ts";
import type { OpenModel } from "./open-model.ts";

export type ModelTurn = {
  choice: ModelChoice;
  open: OpenModel;
  rules: readonly Rule[];
  facts: FactOptions;
  caseId: string;
  terminal: Terminal;
};

/** The exact request as JSON; nothing is sent. */
export async function dryRun(reviewed: Reviewed, { choice, open, rules, facts, terminal }: ModelTurn): Promise<string> {
  const { prepare } = await import("../advisor/advise.ts");
  const { model } = await open(choice, { dry: true });
  const { request, context } = await prepare({ reviewed, rules, facts }, model);
  terminal.err(
    `nothing was sent: ${context.tokens} tokens (${context.countedBy}) would go to ${model.provider}:${model.name}${leftOut(context.leftOut)}\n`,
  );
  return `${JSON.stringify(model.bodyOf(request), null, 2)}\n`;
}

const leftOut = (lines: readonly string[]): string => (lines.length > 0 ? `; left out: ${lines.join("; ")}` : "");

/** The rules' verdict at once on standard error, then the model; its answer is checked before it is returned. */
export async function modelTurn(reviewed: Reviewed, turn: ModelTurn): Promise<Reviewed> {
  const { advise } = await import("../advisor/advise.ts");
  const { model, costOf } = await turn.open(turn.choice, { dry: false });
  turn.terminal.err(
    `${reviewed.review.verdict.headline}\nthe rules are done; asking ${model.provider}:${model.name} …\n`,
  );
  const options: AdviseOptions = {
    rules: turn.rules,
    facts: turn.facts,
    ...modelRim(turn.caseId, costOf),
    onProgress: progressLine(turn.terminal),
  };
  const advised = await advise(reviewed, model, options);
  turn.terminal.err(`${summary(advised)}\n`);
  return advised;
}

/** A line for each thousand characters: a sign of life, never the text. */
export function progressLine({ err }: Terminal): (progress: { text: number; thinking: number }) => void {
  let shown = 0;
  return ({ text, thinking }) => {
    const thousands = Math.floor((text + thinking) / 1000);
    if (thousands > shown) err(`${thousands},000 characters received, not checked yet\n`);
    shown = Math.max(shown, thousands);
  };
}

function summary({ review: { model } }: Reviewed): string {
  if (!model) return "no model was asked";
  const { input, output, cachedInput } = model.usage;
  const cost = model.cost ? `, ${model.cost.amount.toFixed(4)} ${model.cost.currency}` : "";
  const used = model.cached ? "kept from before" : `${input} tokens in (${cachedInput} cached), ${output} out${cost}`;
  return `${model.name}: ${model.outcome}${model.because ? `: ${model.because}` : ""}; ${used}`;
}
