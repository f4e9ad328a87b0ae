/** ask: one more question about a kept case. The rules answer; a model explains where one is asked. */
import type { Exchange } from "../advisor/cases.ts";
import { intakeOf } from "../advisor/cases.ts";
import { differenceLines } from "../advisor/difference.ts";
import { type FollowUp, followUp, prepareFollowUp } from "../advisor/follow-up.ts";
import { loadRules, RULE_FOLDER } from "../check/load-rules.ts";
import { visible } from "../present/safe-text.ts";
import { review } from "../review.ts";
import { readCase } from "./case-folder.ts";
import type { Terminal } from "./command-line.ts";
import { modelRim, readModelChoice } from "./model-settings.ts";
import { progressLine } from "./model-turn.ts";
import { type OpenModel, openModel } from "./open-model.ts";

export type AskOptions = { model?: string; format?: "text" | "json"; dryRun?: boolean; rules?: string[] };

/** Answers, and keeps question and answer with the case. Exit status 0, also when nothing could be told. */
export async function askCommand(
  name: string,
  question: string,
  options: AskOptions,
  terminal: Terminal,
  open: OpenModel = openModel,
): Promise<number> {
  const choice = readModelChoice(options.model);
  const { place, stored, revision } = await readCase(name);
  if (revision.notKept.length > 0)
    terminal.err(`without ${revision.notKept.join(", ")}, which the case does not keep\n`);
  const rules = await loadRules([RULE_FOLDER, ...(options.rules ?? [])]);
  const asked = { reviewed: review(intakeOf(revision), rules, revision.facts), rules, facts: revision.facts };
  if (options.dryRun && choice) {
    const { model } = await open(choice, { dry: true });
    const own = await followUp(asked, question, null);
    terminal.out(`${JSON.stringify(model.bodyOf(await prepareFollowUp(asked, question, own)), null, 2)}\n`);
    terminal.err("nothing was sent\n");
    return 0;
  }
  const opened = choice ? await open(choice, { dry: false }) : null;
  const { supposed: _supposed, ...answer } = await followUp(asked, question, opened?.model ?? null, {
    ...(opened ? modelRim(place.id, opened.costOf) : {}),
    onProgress: progressLine(terminal),
  });
  const exchange: Exchange = { question, revision: stored.revisions.length, answer };
  await place.store.addExchange(place.id, exchange);
  terminal.out(options.format === "json" ? `${JSON.stringify(exchange, null, 2)}\n` : asText(answer));
  return 0;
}

function asText({ answer, answeredBy, byRules, difference, notes, model, whatIf }: Omit<FollowUp, "supposed">): string {
  const lines = [
    ...(difference ? ["What would change:", ...differenceLines(difference).map((line) => `  ${line}`)] : []),
    ...notes.map((note) => `  ${note}`),
    ...(byRules ? [byRules] : []),
    ...(answer ? ["", answer.text] : []),
    ...(answer?.assumption ? [`An assumption, not a fact: ${answer.assumption}`] : []),
    ...(answer?.unknown ?? []).map((text) => `Not known: ${text}`),
    ...(answer ? [`Evidence: ${answer.evidence.join(", ")}`] : []),
    ...(!difference && !byRules && !answer ? [nothing(whatIf.length > 0)] : []),
    "",
    `Answered by: ${answeredBy}.${model?.because ? ` ${model.name} was not used: ${model.because}.` : ""}`,
  ];
  return `${lines.map((line) => visible(line)).join("\n")}\n`;
}

function nothing(supposes: boolean): string {
  return supposes
    ? "That cannot be run on what was given."
    : "The rules have no answer to that. Ask about stores, formats, boots, the cache, orphans or keys, ask a what-if, or name a model with --model.";
}
