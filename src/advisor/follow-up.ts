/**
 * One more question about a case. A what-if is run by the rules first and shown as what changes; without a model that is
 * the answer. With one, it explains: it may look things up for a few rounds, and what it says is checked like any answer.
 */
import { answerQuestions } from "../design/answers.ts";
import type { Reviewed } from "../review.ts";
import type { AdviseOptions } from "./advise.ts";
import type { Refusal } from "./answer-changes.ts";
import { readWire } from "./answer-check.ts";
import { type Ground, groundOf, groundWith } from "./answer-ground.ts";
import { proseIssues } from "./answer-prose.ts";
import { type FollowUpAnswer, fieldList, followUpWire, wireSchema } from "./answer-wire.ts";
import { type Asking, askModel, type Cost, NO_USAGE, sum } from "./ask-model.ts";
import { answerKey } from "./cache.ts";
import type { Case } from "./case.ts";
import { buildContext, type ContextSection, fenced, ruleDigest } from "./context.ts";
import { type Difference, differenceLines, differenceOf } from "./difference.ts";
import { answerLookUps } from "./look-ups.ts";
import type { Model, ModelRequest, Turn, Usage } from "./model.ts";
import { fillPrompt, loadPrompt } from "./prompt.ts";
import { tokenCounter } from "./tokens.ts";
import { readWhatIf, type Supposed, suppose, type WhatIf } from "./what-if.ts";

export type FollowUp = {
  whatIf: WhatIf[];
  /** What was taken for granted, and what could not be run. */
  notes: string[];
  /** Null: the question supposes nothing, or nothing that can be run. */
  difference: Difference | null;
  supposed: Reviewed | null;
  /** The rules' own answer to a plain question. */
  byRules: string | null;
  answer: { text: string; assumption: string; evidence: string[]; unknown: string[] } | null;
  answeredBy: string;
  model: {
    name: string;
    because: string | null;
    dropped: Refusal[];
    rounds: number;
    usage: Usage;
    cost: Cost | null;
  } | null;
};

/** Rounds with the model in all: look-ups, what-ifs and the repair. */
const MOST_ROUNDS = 4;
/** Characters of look-ups that are sent back in all. */
const MOST_LOOKED_UP = 8_000;

/** Answers with the rules alone when `model` is null. Resolves always, as `advise` does. */
export async function followUp(
  asked: Case,
  question: string,
  model: Model | null,
  options: Omit<AdviseOptions, "rules" | "facts"> = {},
): Promise<FollowUp> {
  const whatIf = readWhatIf(question);
  const own = rulesAnswer(asked, question, whatIf);
  if (!model) return own;
  try {
    return await withModel(asked, question, model, options, own);
  } catch {
    return notAnswered(own, model, "an unexpected failure on the way to the model");
  }
}

function rulesAnswer(asked: Case, question: string, whatIf: WhatIf[]): FollowUp {
  const supposed: Supposed | null = whatIf.length > 0 ? suppose(asked, whatIf) : null;
  return {
    whatIf,
    notes: supposed?.notes ?? [],
    difference: supposed ? differenceOf(asked.reviewed.review, supposed.asked.reviewed.review) : null,
    supposed: supposed?.asked.reviewed ?? null,
    byRules: supposed ? null : plainAnswer(asked, question),
    answer: null,
    answeredBy: "rules",
    model: null,
  };
}

/** As the rules answer questions of the request itself. */
function plainAnswer({ reviewed: { cloud, check, review } }: Case, question: string): string | null {
  const said = { value: question, at: { file: "question", line: null }, quote: question };
  const [answer] = answerQuestions({ ...cloud, words: { ...cloud.words, questions: [said] } }, check, review.design);
  return answer?.answer ?? null;
}

/** The exact first request, for a dry run as well. */
export async function prepareFollowUp(
  asked: Case,
  question: string,
  own: Pick<FollowUp, "difference" | "notes">,
  options: Pick<AdviseOptions, "effort" | "maxOutputTokens" | "contextLimit"> = {},
): Promise<ModelRequest> {
  const count = await tokenCounter();
  const schema = { name: "glancewright_follow_up", schema: wireSchema(followUpWire) };
  const prefix = fillPrompt(loadPrompt("follow-up"), {
    fields: fieldList(followUpWire),
    rules: ruleDigest(asked.rules),
  });
  const spent = count(prefix).tokens + count(JSON.stringify(schema.schema)).tokens;
  const extra: ContextSection[] = [
    { title: "The question now, quoted", lines: [{ rank: -1, text: `> ${question.slice(0, 1500)}` }] },
    ...(own.difference ? [differenceSection(own.difference, own.notes)] : []),
  ];
  const limit = options.contextLimit ? { limit: options.contextLimit } : {};
  const { text } = buildContext(asked, { count, spent, extra, ...limit });
  return {
    prefix,
    turns: [{ role: "user", text }],
    schema,
    maxOutputTokens: options.maxOutputTokens ?? 8_000,
    effort: options.effort ?? "medium",
  };
}

function differenceSection(difference: Difference, notes: readonly string[]): ContextSection {
  const lines = [...differenceLines(difference), ...notes.map((note) => `note: ${note}`)];
  return { title: "The what-if, run by the rules", lines: lines.slice(0, 60).map((text) => ({ rank: 0, text })) };
}

async function withModel(
  asked: Case,
  question: string,
  model: Model,
  options: Omit<AdviseOptions, "rules" | "facts">,
  first: FollowUp,
): Promise<FollowUp> {
  const request = await prepareFollowUp(asked, question, first, options);
  const key = answerKey([model.provider, model.name, request]);
  const before = (await options.cache?.get(key)) ?? null;
  if (before !== null) {
    const { cache: _cache, budget: _budget, ...rest } = options;
    const again = await converse(asked, request, replayed(model, before), rest, first);
    // what is kept is checked like a new answer: rules may have changed since
    if (again.followUp.answer) return again.followUp;
  }
  const { followUp: answered, texts } = await converse(asked, request, model, options, first);
  if (answered.answer) await options.cache?.put(key, JSON.stringify(texts));
  return answered;
}

/** The model as it answered before: nothing is sent, nothing is billed. */
function replayed(model: Model, kept: string): Model {
  const texts = [...(JSON.parse(kept) as string[])];
  return {
    ...model,
    ask: async () => ({
      text: texts.shift() ?? "",
      stop: "complete",
      usage: NO_USAGE,
      requestId: null,
      note: null,
    }),
  };
}

async function converse(
  asked: Case,
  request: ModelRequest,
  model: Model,
  options: Omit<AdviseOptions, "rules" | "facts">,
  first: FollowUp,
): Promise<{ followUp: FollowUp; texts: string[] }> {
  const texts: string[] = [];
  const asking: Asking = {
    model,
    signal: AbortSignal.any([
      AbortSignal.timeout(options.deadlineMs ?? 180_000),
      ...(options.signal ? [options.signal] : []),
    ]),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    ...(options.budget ? { budget: options.budget } : {}),
  };
  let own = first;
  let ground = groundFor(asked, own);
  let turns: readonly Turn[] = request.turns;
  let usage = NO_USAGE;
  let rounds = 0;
  let repaired = false;
  let lookedUp = 0;
  const ended = (because: string | null, dropped: Refusal[] = [], more: Partial<FollowUp> = {}) => ({
    followUp: {
      ...own,
      model: { name: nameOf(model), because, dropped, rounds, usage, cost: options.costOf?.(usage) ?? null },
      ...more,
    },
    texts,
  });
  while (rounds < MOST_ROUNDS) {
    const outcome = await askModel({ ...request, turns }, asking);
    if (outcome.sent) rounds += 1;
    usage = sum(usage, outcome.usage);
    if (outcome.text === null) return ended(outcome.because);
    texts.push(outcome.text);
    const read = readWire(followUpWire, outcome.text);
    const reply = (text: string): void => {
      turns = [...turns, { role: "assistant", text: outcome.text }, { role: "user", text }];
    };
    if (read.ok && read.answer.answer === "" && rounds < MOST_ROUNDS) {
      const more = next(asked, read.answer, own, MOST_LOOKED_UP - lookedUp);
      if (more) {
        own = more.own;
        lookedUp += more.text.length;
        ground = groundWith(groundFor(asked, own), [more.text]);
        reply(fenced(more.text));
        continue;
      }
    }
    const issues = read.ok ? answerIssues(read.answer, ground) : read.refused;
    if (read.ok && issues.length === 0) {
      const { answer: text, assumption, evidence, unknown } = read.answer;
      return ended(null, [], { answer: { text, assumption, evidence, unknown }, answeredBy: nameOf(model) });
    }
    if (repaired) return ended("its answer did not hold, twice", issues);
    repaired = true;
    const list = issues.map(({ where, why }) => `- ${where}: ${why}`).join("\n");
    reply(fillPrompt(loadPrompt("repair"), { issues: list }));
  }
  return ended("it asked for more and gave no answer");
}

const nameOf = ({ provider, name }: Model): string => `${provider}:${name}`;

function groundFor(asked: Case, { supposed, difference }: FollowUp): Ground {
  const base = groundOf(asked.reviewed);
  if (!supposed || !difference) return base;
  const other = groundOf(supposed);
  return {
    ...base,
    evidence: new Set([...base.evidence, ...other.evidence]),
    words: new Set([...base.words, ...other.words]),
    figures: new Set([...base.figures, ...other.figures]),
    measured: new Set([...base.measured, ...other.measured]),
    settings: new Map([...base.settings, ...other.settings]),
    proposed: new Map([...base.proposed, ...other.proposed]),
    isSection: (name) => base.isSection(name) || other.isSection(name),
  };
}

/** What the model asked for before it answers: a what-if that was not run, or look-ups. */
function next(
  asked: Case,
  { whatIf, lookUps }: FollowUpAnswer,
  own: FollowUp,
  room: number,
): { own: FollowUp; text: string } | null {
  if (whatIf.length > 0 && !own.difference) {
    const known = whatIf.slice(0, 4).filter(({ value }) => /^[\w.-]{1,40}$/.test(value));
    const run = rulesAnswer(asked, "", known);
    const text = run.difference
      ? [...differenceLines(run.difference), ...run.notes].join("\n")
      : "That cannot be run on what was given.";
    return { own: run.difference ? { ...run, byRules: own.byRules } : own, text: text.slice(0, room) };
  }
  if (lookUps.length === 0 || room <= 0) return null;
  return { own, text: answerLookUps(asked, lookUps).join("\n").slice(0, room) };
}

function answerIssues({ answer, assumption, evidence, unknown }: FollowUpAnswer, ground: Ground): Refusal[] {
  const issues: Refusal[] = [];
  const say = (where: string, whys: readonly string[]): void =>
    void issues.push(...whys.map((why) => ({ where, why })));
  say("answer", answer.trim() === "" ? ["empty"] : proseIssues(answer, ground, { limit: 1600, assumption }));
  if (assumption !== "") say("assumption", proseIssues(assumption, ground, { limit: 400, isAssumption: true }));
  if (evidence.length === 0 || evidence.some((id) => !ground.evidence.has(id)))
    say("evidence", ["no evidence, or evidence that is no finding or fact of this case"]);
  if (unknown.length > 3) say("unknown", ["more than asked for"]);
  for (const text of unknown) say("unknown", proseIssues(text, ground, { limit: 400 }));
  return issues;
}

function notAnswered(own: FollowUp, model: Model, because: string): FollowUp {
  return { ...own, model: { name: nameOf(model), because, dropped: [], rounds: 0, usage: NO_USAGE, cost: null } };
}
