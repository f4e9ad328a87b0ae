/** The default configurations of the public deployment projects: no rule speaks above `info` unless it is argued for there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadRules } from "../src/check/load-rules.ts";
import type { Rule } from "../src/check/rule.ts";
import { intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";

const CORPUS = join(import.meta.dirname, "corpus", "deployments");
const EXPECTED = "expected.json";

/** `options`: what the rule speaks about, as in `option` of a finding. */
type Argued = { rule: string; severity: string; options: string[]; because: string };
type Expected = { source: string; release: string; findings: Argued[] };

const deployments = readdirSync(CORPUS).sort();

function deployment(name: string) {
  const folder = join(CORPUS, name);
  const given = readdirSync(folder)
    .filter((file) => file !== EXPECTED)
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8"), pasted: false }));
  return { given, expected: JSON.parse(readFileSync(join(folder, EXPECTED), "utf8")) as Expected };
}

/** A line each, once and sorted: in how many files a rule says the same is not argued about here. */
const lines = (findings: readonly { rule: string; severity: string; option: string }[]): string[] =>
  [...new Set(findings.map(({ rule, severity, option }) => `${rule} ${severity} ${option}`))].sort();

let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

test.each(deployments)("%s: every file is read as the service that it belongs to", (name) => {
  const { given } = deployment(name);
  const { refused, recognitions } = intake(given);
  expect(refused).toEqual([]);
  expect(Object.fromEntries(Object.entries(recognitions).map(([file, { kind }]) => [file, kind]))).toEqual(
    Object.fromEntries(given.map(({ name: file }) => [file, kindByName(file)])),
  );
});

test.each(deployments)("%s: rules speak where it is argued for, and nowhere else", (name) => {
  const { given, expected } = deployment(name);
  const { findings } = review(intake(given), rules, { release: expected.release }).review;
  const argued = expected.findings.flatMap(({ options, ...one }) => options.map((option) => ({ ...one, option })));
  expect(lines(findings.filter(({ severity }) => severity !== "info"))).toEqual(lines(argued));
});

test("each argued finding says why it is right", () => {
  const bare = deployments.flatMap((name) => deployment(name).expected.findings.filter(({ because }) => !because));
  expect(bare).toEqual([]);
});

function kindByName(file: string): string {
  if (file === "ceph.conf") return "ceph-conf";
  return file === "nova.conf" || file === "cinder.conf" ? file.replace(".conf", "") : (file.split(".")[0] ?? file);
}
