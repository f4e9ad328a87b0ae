/** A folder of files as a reviewed case, for evaluations. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../src/advisor/case.ts";
import type { Rule } from "../src/check/rule.ts";
import { type GivenSource, intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";

export const EXAMPLES = join(import.meta.dirname, "..", "examples");

export function exampleSources(name: string): GivenSource[] {
  const folder = join(EXAMPLES, name, "input");
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8"), pasted: false }));
}

export function caseOf(sources: readonly GivenSource[], rules: readonly Rule[]): Case {
  return { reviewed: review(intake(sources), rules), rules, facts: {} };
}
