/** The shipped cases end to end: what they must say, and what must never come out. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../src/check/load-rules.ts";
import type { Rule } from "../src/check/rule.ts";
import { SEVERITIES, type Severity } from "../src/check/rule.ts";
import { type Review, reviewSchema, SAFETY_WORDS } from "../src/design/schema.ts";
import { intake } from "../src/intake/intake.ts";
import { packSources } from "../src/intake/pack.ts";
import { renderReview } from "../src/present/render.ts";
import { review } from "../src/review.ts";

const EXAMPLES = join(import.meta.dirname, "..", "examples");

type Wanted = {
  section: string;
  key: string;
  value?: string;
  value_regex?: string;
  value_regex_flags?: string;
  value_min?: number;
  optional?: boolean;
};

/** What the answer of an example must say; `finds` and `silent` go by option and problem. */
type Expected = {
  mode: string;
  release: string;
  facts: Record<string, unknown>;
  finds: { option: string; problem: string; severity: Severity }[];
  silent: { option: string; problem: string }[];
  sets: Wanted[];
  leaves: Wanted[];
  noChanges: boolean;
  defaultStore: { id?: string; type?: string } | null;
  cow: string;
  policyFormat?: string;
  glanceCache?: string;
  safety: string[];
  duplicateGroups: string[][];
  secrets: string[];
  injected: string[];
  survives: string[];
};

function caseOf(name: string) {
  const folder = join(EXAMPLES, name, "input");
  const given = readdirSync(folder)
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8"), pasted: false }));
  const expected = JSON.parse(readFileSync(join(EXAMPLES, name, "expected.json"), "utf8")) as Expected;
  return { given, expected };
}

const stepsApart = (one: Severity, other: Severity): number =>
  Math.abs(SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other));

function fits(wanted: Wanted, value: string): boolean {
  if (wanted.value !== undefined) return value === wanted.value;
  if (wanted.value_regex !== undefined) return new RegExp(wanted.value_regex, wanted.value_regex_flags).test(value);
  return wanted.value_min === undefined || Number(value) >= wanted.value_min;
}

/** The key has such a value after the changes, in whatever file it stands. */
function isSet({ design, effective }: Review, wanted: Wanted): boolean {
  const changed = design.c.changes.filter(({ section, key }) => section === wanted.section && key === wanted.key);
  if (changed.length > 0) return changed.some(({ value }) => value !== null && fits(wanted, value));
  return Object.values(effective).some((sections) => {
    const value = sections[wanted.section]?.[wanted.key];
    return value !== undefined && fits(wanted, value);
  });
}

describe.each(readdirSync(EXAMPLES).sort())("%s", (name) => {
  let rules: Rule[];
  beforeAll(async () => {
    rules = await loadRules();
  });

  test("the answer fits its schema and is the same each time", () => {
    const { given } = caseOf(name);
    const first = review(intake(given), rules).review;
    expect(reviewSchema.parse(first)).toEqual(first);
    expect(JSON.stringify(review(intake(given), rules).review)).toBe(JSON.stringify(first));
  });

  test("facts, findings and decisions are those that an operator would expect", () => {
    const { given, expected } = caseOf(name);
    const answer = review(intake(given), rules).review;
    const { findings, design } = answer;
    expect([answer.mode, answer.release]).toEqual([expected.mode, expected.release]);
    for (const [fact, value] of Object.entries(expected.facts))
      if (value !== null && value !== "unknown" && value !== "partly_stated")
        expect([fact, answer.facts[fact]]).toEqual([fact, value]);
    for (const { option, problem, severity } of expected.finds) {
      const near = findings.filter((one) => one.option === option && stepsApart(one.severity, severity) <= 1);
      expect(
        near.map((one) => one.problem),
        `${option} ${problem}`,
      ).toContain(problem);
    }
    for (const { option, problem } of expected.silent)
      expect(
        findings.filter((one) => one.option === option && one.problem === problem && one.severity !== "info"),
      ).toEqual([]);
    if (expected.noChanges) expect(design.c.changes.filter(({ file }) => file.startsWith("glance"))).toEqual([]);
    const { defaultStore } = expected;
    if (defaultStore === null) expect(design.a.defaultStore).toBeNull();
    else
      expect(design.a.defaultStore).toMatchObject(
        /^</.test(defaultStore.id ?? "") ? { type: defaultStore.type } : defaultStore,
      );
    expect(design.a.cow.recommend).toBe(expected.cow);
    if (expected.policyFormat) expect(design.b.policyFormat).toBe(expected.policyFormat);
    if (expected.glanceCache) expect(design.d.glanceCache).toBe(expected.glanceCache);
  });

  test("keys, safety words and duplicates are those that an operator would expect", () => {
    const { given, expected } = caseOf(name);
    const answer = review(intake(given), rules).review;
    const { c, e } = answer.design;
    expect(c.verification.introduced).toEqual([]);
    for (const wanted of expected.sets)
      if (!wanted.optional && !wanted.section.startsWith("<"))
        expect(isSet(answer, wanted), `[${wanted.section}]${wanted.key}`).toBe(true);
    for (const { section, key, ...wanted } of expected.leaves)
      for (const change of c.changes)
        if (change.section === section && change.key === key && change.value !== null)
          expect(fits({ section, key, ...wanted }, change.value), `[${section}]${key}`).toBe(false);
    const known = expected.safety.filter((word): word is (typeof SAFETY_WORDS)[number] =>
      (SAFETY_WORDS as readonly string[]).includes(word),
    );
    expect(e.includes).toEqual(expect.arrayContaining(known));
    const groups = e.duplicateGroups.map((group) => group.toSorted());
    for (const group of expected.duplicateGroups) expect(groups).toContainEqual(group.toSorted());
  });

  test("no secret and no injected text is in any output, and what is no secret survives", async () => {
    const { given, expected } = caseOf(name);
    const taken = intake(given);
    const { review: answer, patched } = review(taken, rules);
    const options = { kind: "review", color: false, width: 100 } as const;
    const outputs = [
      ...(await Promise.all(
        (["text", "json", "markdown", "sarif"] as const).map((format) => renderReview(answer, { ...options, format })),
      )),
      ...patched.map(({ text }) => text),
      packSources(taken.sources, taken.redactions),
    ];
    for (const secret of expected.secrets) for (const output of outputs) expect(output.includes(secret)).toBe(false);
    for (const text of expected.injected) for (const output of outputs.slice(0, 4)) expect(output).not.toContain(text);
    for (const text of expected.survives) expect(outputs.some((output) => output.includes(text))).toBe(true);
  });
});
