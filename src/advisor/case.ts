/** What the advisor works on: a reviewed case, and what is needed to run the rules on it again. */
import type { Rule } from "../check/rule.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import type { Reviewed } from "../review.ts";

export type Case = { reviewed: Reviewed; rules: readonly Rule[]; facts: FactOptions };

/** The operator's questions under the ids by which a model answers them. */
export function questionsOf({ reviewed }: Case): { id: string; text: string }[] {
  return reviewed.cloud.words.questions.slice(0, 8).map(({ value }, index) => ({ id: `q${index + 1}`, text: value }));
}
