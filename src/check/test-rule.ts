/** The proof of a rule: pasted inputs on which it must speak, and inputs on which it must be silent. */
import { expect, test } from "vitest";
import type { FactOptions } from "../facts/build-cloud.ts";
import { buildCloud } from "../facts/build-cloud.ts";
import { intake } from "../intake/intake.ts";
import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";
import { runRules } from "./run.ts";

/** File name to text, as the operator would paste them; `request.md` holds the words. */
export type Given = Readonly<Record<string, string>>;

type RuleCase = { name: string; given: Given; release?: string };
/** What a finding must at least be; `line: null` means the file as a whole. */
type Expected = Partial<Pick<Finding, "option" | "problem" | "severity" | "file" | "line" | "part" | "fix">> & {
  objects?: readonly string[];
};

export type RuleProof = {
  silent: readonly RuleCase[];
  reports: readonly (RuleCase & { expect: readonly Expected[] })[];
  /** Inputs on which the rule cannot tell: it must be listed as unchecked and say nothing. */
  unchecked?: readonly (RuleCase & { needs?: readonly string[] })[];
};

/** Registers one test per case: exact number of findings, and every named field of each. */
export function testRule(rule: Rule, proof: RuleProof): void {
  for (const { name, given, release } of proof.silent) {
    test(`${rule.id} is silent: ${name}`, () => {
      const result = check(rule, given, release);
      expect(result.findings.map(({ title }) => title)).toEqual([]);
      expect(result.unchecked).toEqual([]);
    });
  }
  for (const { name, given, release, expect: wanted } of proof.reports) {
    test(`${rule.id} speaks: ${name}`, () => {
      const { findings } = check(rule, given, release);
      expect(findings).toHaveLength(wanted.length);
      wanted.forEach((expected, index) => {
        expect(findings[index]).toMatchObject(expected);
      });
      for (const finding of findings)
        expect(finding.title, "every slot of the message is filled").not.toMatch(/\{\w+\}/);
    });
  }
  for (const { name, given, release, needs } of proof.unchecked ?? []) {
    test(`${rule.id} cannot tell: ${name}`, () => {
      const result = check(rule, given, release);
      expect(result.findings.map(({ title }) => title)).toEqual([]);
      expect(result.unchecked.map(({ rule: id }) => id)).toEqual([rule.id]);
      if (needs) expect(result.unchecked[0]?.needs).toEqual(needs);
    });
  }
}

/** Runs one rule on pasted files. */
export function check(rule: Rule, given: Given, release?: string) {
  const sources = Object.entries(given).map(([name, text]) => ({ name, text, pasted: false }));
  const options: FactOptions = release === undefined ? {} : { release };
  return runRules([rule], buildCloud(intake(sources), options));
}
