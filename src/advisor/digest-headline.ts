/** The first line of a weekly digest by a model: one sentence over lines that are computed, or null, and then the digest's own stands. */
import type { AdviseOptions } from "./advise.ts";
import { readWire } from "./answer-check.ts";
import { type Ground, groundWith } from "./answer-ground.ts";
import { proseIssues } from "./answer-prose.ts";
import { digestWire, fieldList, wireSchema } from "./answer-wire.ts";
import { PLAIN_WORDS } from "./answer-words.ts";
import { askModel } from "./ask-model.ts";
import { fenced } from "./context.ts";
import type { Model } from "./model.ts";
import { fillPrompt, loadPrompt } from "./prompt.ts";

export type DigestHeadline = { text: string | null; because: string | null; promptHash: string };

const MOST_LINES = 60;
const LONGEST_LINE = 300;

/** `lines`: what the digest says, without names from outside. Asked once, never repaired; resolves always. */
export async function digestHeadline(
  lines: readonly string[],
  model: Model,
  options: Pick<AdviseOptions, "signal" | "deadlineMs" | "budget"> = {},
): Promise<DigestHeadline> {
  const prompt = loadPrompt("digest");
  const told = lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  const timeout = AbortSignal.timeout(options.deadlineMs ?? 60_000);
  const outcome = await askModel(
    {
      prefix: fillPrompt(prompt, { fields: fieldList(digestWire) }),
      turns: [{ role: "user", text: fenced(told.join("\n")) }],
      schema: { name: "glancewright_digest", schema: wireSchema(digestWire) },
      maxOutputTokens: 2_000,
      effort: "low",
    },
    {
      model,
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
      ...(options.budget ? { budget: options.budget } : {}),
    },
  );
  if (outcome.text === null) return { text: null, because: outcome.because, promptHash: prompt.hash };
  const read = readWire(digestWire, outcome.text);
  const holds =
    read.ok &&
    read.answer.headline.trim() !== "" &&
    proseIssues(read.answer.headline, groundOfLines(told), { limit: 160 }).length === 0;
  return holds
    ? { text: read.answer.headline, because: null, promptHash: prompt.hash }
    : { text: null, because: "its line did not hold", promptHash: prompt.hash };
}

function groundOfLines(lines: readonly string[]): Ground {
  const nothing: Ground = {
    evidence: new Set(),
    words: new Set(PLAIN_WORDS),
    figures: new Set(),
    measured: new Set(),
    settings: new Map(),
    proposed: new Map(),
    isOption: () => false,
    isSection: () => false,
  };
  return groundWith(nothing, lines);
}
