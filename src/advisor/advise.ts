/**
 * The model's turn, after the rules' own answer is complete: asked once, repaired at most once, checked element by element,
 * laid over the rules' design. Whatever fails costs nothing but the model's prose, and the answer says why.
 */
import type { Rule } from "../check/rule.ts";
import type { ModelRecord } from "../design/schema.ts";
import type { Reviewed } from "../review.ts";
import type { Refusal } from "./answer-changes.ts";
import type { CheckedAnswer } from "./answer-check.ts";
import { checkSenior } from "./answer-check.ts";
import { type Ground, groundOf } from "./answer-ground.ts";
import { overlay } from "./answer-overlay.ts";
import { fieldList, seniorWire, wireSchema } from "./answer-wire.ts";
import { type Asking, askModel, type Cost, NO_USAGE, reasonOf, sum } from "./ask-model.ts";
import type { Budget } from "./budget.ts";
import { type AnswerCache, answerKey } from "./cache.ts";
import type { Case } from "./case.ts";
import { buildContext, type Context, ruleDigest } from "./context.ts";
import type { Model, ModelProgress, ModelRequest, Usage } from "./model.ts";
import { fillPrompt, loadPrompt, type Prompt } from "./prompt.ts";
import { type TokenCounter, tokenCounter } from "./tokens.ts";

export type AdviseOptions = Pick<Case, "rules" | "facts"> & {
  signal?: AbortSignal;
  /** For all rounds together. */
  deadlineMs?: number;
  effort?: ModelRequest["effort"];
  maxOutputTokens?: number;
  contextLimit?: number;
  onProgress?: (progress: ModelProgress) => void;
  /** What usage costs at the operator's prices; absent: not known. */
  costOf?: (usage: Usage) => Cost | null;
  budget?: Budget;
  cache?: AnswerCache;
};

export type Prepared = { request: ModelRequest; context: Context; prompt: Prompt; ground: Ground; key: string };

const DEADLINE_MS = 180_000;

/** The exact request for a case; sends nothing. */
export async function prepare(
  asked: Case,
  model: Pick<Model, "provider" | "name">,
  options: Partial<AdviseOptions> = {},
): Promise<Prepared> {
  const count: TokenCounter = await tokenCounter();
  const prompt = loadPrompt("senior-operator");
  const schema = { name: "glancewright_advice", schema: wireSchema(seniorWire) };
  const prefix = fillPrompt(prompt, { fields: fieldList(seniorWire), rules: ruleDigest(asked.rules) });
  const spent = count(prefix).tokens + count(JSON.stringify(schema.schema)).tokens;
  const context = buildContext(asked, {
    count,
    spent,
    ...(options.contextLimit ? { limit: options.contextLimit } : {}),
  });
  const request: ModelRequest = {
    prefix,
    turns: [{ role: "user", text: context.text }],
    schema,
    maxOutputTokens: options.maxOutputTokens ?? 16_000,
    effort: options.effort ?? "medium",
  };
  const key = answerKey([model.provider, model.name, prompt.hash, packHash(asked.rules), request]);
  return { request, context, prompt, ground: groundOf(asked.reviewed), key };
}

/** Changes with every rule that is added, reworded or rewritten. */
function packHash(rules: readonly Rule[]): string {
  return answerKey(rules.map((rule) => [rule.id, rule.messages, rule.why, String(rule.check)]));
}

/**
 * The review with what held of the model's answer, or the rules' own, labelled with why. Resolves always: a provider that
 * is down, silent, refusing, cut off or over budget is a reason, not an error.
 */
export async function advise(reviewed: Reviewed, model: Model, options: AdviseOptions): Promise<Reviewed> {
  const asked: Case = { reviewed, rules: options.rules, facts: options.facts };
  let record: ModelRecord | null = null;
  try {
    const prepared = await prepare(asked, model, options);
    record = emptyRecord(model, prepared);
    const kept = (await options.cache?.get(prepared.key)) ?? null;
    if (kept !== null) {
      const { checked, refused } = checkSenior(kept, asked, prepared.ground);
      if (checked) return finish(asked, { ...record, cached: true }, checked, refused);
    }
    return await ask(asked, model, options, prepared, record);
  } catch (error) {
    return withoutModel(reviewed, record ?? emptyRecord(model, null), reasonOf(error));
  }
}

async function ask(
  asked: Case,
  model: Model,
  options: AdviseOptions,
  { request, ground, key }: Prepared,
  record: ModelRecord,
): Promise<Reviewed> {
  const asking: Asking = {
    model,
    signal: AbortSignal.any([
      AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS),
      ...(options.signal ? [options.signal] : []),
    ]),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    ...(options.budget ? { budget: options.budget } : {}),
  };
  const spent = (): ModelRecord => ({ ...record, rounds, usage, cost: options.costOf?.(usage) ?? null });
  let rounds = 0;
  let usage: Usage = NO_USAGE;
  let text = "";
  let best: { checked: CheckedAnswer | null; refused: Refusal[] } | null = null;
  let turns = request.turns;
  for (let round = 0; round < 2; round += 1) {
    const outcome = await askModel({ ...request, turns }, asking);
    usage = sum(usage, outcome.usage);
    if (outcome.sent) rounds += 1;
    if (outcome.text === null) {
      // what the first answer had right is not lost with the second
      if (best?.checked)
        return finish(asked, spent(), best.checked, best.refused, `the repair round failed: ${outcome.because}`);
      return withoutModel(asked.reviewed, spent(), outcome.because);
    }
    const read = checkSenior(outcome.text, asked, ground);
    if (!best || better(read, best)) {
      best = read;
      text = outcome.text;
    }
    if (read.refused.length === 0) break;
    const repair = fillPrompt(loadPrompt("repair"), { issues: issueList(read.refused) });
    turns = [...turns, { role: "assistant", text: outcome.text }, { role: "user", text: repair }];
  }
  if (!best?.checked)
    return withoutModel(asked.reviewed, spent(), "its answer did not have the shape that was asked for, twice");
  if (best.refused.length === 0) await options.cache?.put(key, text);
  return finish(asked, spent(), best.checked, best.refused);
}

function better(read: { checked: unknown; refused: readonly unknown[] }, best: typeof read): boolean {
  if (!read.checked !== !best.checked) return Boolean(read.checked);
  return read.refused.length <= best.refused.length;
}

function issueList(refused: readonly Refusal[]): string {
  return refused
    .slice(0, 30)
    .map(({ where, why }) => `- ${where}: ${why}`)
    .join("\n");
}

function emptyRecord({ provider, name }: Pick<Model, "provider" | "name">, prepared: Prepared | null): ModelRecord {
  return {
    name: `${provider}:${name}`,
    outcome: "not-used",
    because: null,
    headline: null,
    changed: [],
    work: [],
    unknown: [],
    dropped: [],
    prompt: {
      name: prepared?.prompt.name ?? "senior-operator",
      version: prepared?.prompt.version ?? 0,
      hash: prepared?.prompt.hash ?? "",
    },
    context: {
      tokens: prepared?.context.tokens ?? 0,
      countedBy: prepared?.context.countedBy ?? "not counted",
      leftOut: prepared?.context.leftOut ?? [],
    },
    rounds: 0,
    usage: NO_USAGE,
    cost: null,
    cached: false,
  };
}

function withoutModel(reviewed: Reviewed, record: ModelRecord, because: string): Reviewed {
  return {
    ...reviewed,
    review: { ...reviewed.review, answeredBy: "rules", model: { ...record, outcome: "not-used", because } },
  };
}

function finish(
  asked: Case,
  record: ModelRecord,
  checked: CheckedAnswer,
  refused: readonly Refusal[],
  note: string | null = null,
): Reviewed {
  const { answer } = checked;
  const { reviewed, changed } = overlay(asked, checked);
  const something =
    changed.length > 0 ||
    answer.answers.length > 0 ||
    answer.work.length > 0 ||
    answer.headline !== "" ||
    answer.unknown.length > 0;
  const dropped = distinct(refused);
  if (!something)
    return withoutModel(
      asked.reviewed,
      { ...record, dropped },
      note ?? "nothing of its answer held, or it had nothing to add",
    );
  const model: ModelRecord = {
    ...record,
    outcome: dropped.length > 0 ? "partly" : "used",
    because: note ?? (dropped.length > 0 ? "what did not hold is left out; the rules' own design stands there" : null),
    headline: answer.headline || null,
    changed,
    work: answer.work,
    unknown: answer.unknown,
    dropped,
  };
  return { ...reviewed, review: { ...reviewed.review, answeredBy: record.name, model } };
}

const distinct = (refused: readonly Refusal[]): Refusal[] => [
  ...new Map(refused.map((entry) => [`${entry.where}\u0000${entry.why}`, entry])).values(),
];
