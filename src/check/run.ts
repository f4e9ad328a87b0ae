/** Runs rules over a cloud: what speaks, what could not be checked, and which findings share one cause. */
import type { Cloud } from "../facts/cloud.ts";
import type { CheckResult, Finding, UncheckedRule } from "./finding.ts";
import { fingerprint } from "./fingerprint.ts";
import { isPointless, missingNeeds, releaseFits } from "./needs.ts";
import type { Report, Rule } from "./rule.ts";
import { SEVERITIES } from "./rule.ts";

/**
 * Runs every rule once. Findings come sorted: severity, theme, then file, line and rule, so that equal input gives equal bytes.
 * A rule that meets something unknown is listed with what it would need; it is never taken for silent.
 */
export function runRules(rules: readonly Rule[], cloud: Cloud): CheckResult {
  const findings: Finding[] = [];
  const unchecked: UncheckedRule[] = [];
  for (const rule of rules) {
    const fit = releaseFits(rule, cloud.release);
    if (fit === "no" || isPointless(rule, cloud)) continue;
    const missing = [...missingNeeds(rule, cloud), ...(fit === "unknown" ? ["release"] : [])];
    if (missing.length > 0) {
      unchecked.push({ rule: rule.id, needs: missing });
      continue;
    }
    const needs = new Set<string>();
    for (const report of rule.check(cloud)) {
      if ("unchecked" in report) for (const need of report.unchecked) needs.add(need);
      else findings.push(findingOf(rule, report));
    }
    if (needs.size > 0) unchecked.push({ rule: rule.id, needs: [...needs].sort() });
  }
  const byRule = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    findings: foldConsequences(distinct(findings), byRule).sort(byWeight),
    unchecked: unchecked.sort((left, right) => compare(left.rule, right.rule)),
  };
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Of equal severity: what cannot be read or does not start comes first, then clones, exposure, and what can wait. */
const THEMES = [
  "input",
  "syntax",
  "stores",
  "image-cache",
  "cow-boot",
  "security",
  "formats",
  "lifecycle",
  "placement",
];

function themeRank(rule: string): number {
  const rank = THEMES.indexOf(rule.slice(0, rule.indexOf("/")));
  return rank < 0 ? THEMES.length : rank;
}

function byWeight(left: Finding, right: Finding): number {
  return (
    SEVERITIES.indexOf(right.severity) - SEVERITIES.indexOf(left.severity) ||
    themeRank(left.rule) - themeRank(right.rule) ||
    compare(left.file, right.file) ||
    (left.line ?? 0) - (right.line ?? 0) ||
    compare(left.rule, right.rule) ||
    compare(left.fingerprint, right.fingerprint)
  );
}

function findingOf(rule: Rule, report: Report): Finding {
  const objects = report.objects ?? [];
  const { option } = report;
  return {
    rule: rule.id,
    fingerprint: fingerprint({ rule: rule.id, message: report.message, option, file: report.at.file, objects }),
    problem: report.problem ?? rule.problem,
    severity: report.severity ?? rule.severity,
    part: report.part ?? rule.part,
    option,
    file: report.at.file,
    line: report.at.line,
    scope: report.scope ?? null,
    title: fillSlots(rule.messages[report.message] ?? rule.title, report.data ?? {}),
    why: rule.why,
    objects,
    sources: rule.sources,
    fix: report.fix ?? [],
    remedy: rule.remedy ?? null,
    consequences: [],
  };
}

/** Fills `{name}` slots; a slot without a value stays visible, so that a test sees it. */
function fillSlots(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => (Object.hasOwn(data, name) ? String(data[name]) : slot));
}

function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) if (!seen.has(finding.fingerprint)) seen.set(finding.fingerprint, finding);
  return [...seen.values()];
}

/**
 * A finding whose rule names another rule as its cause goes beneath the first finding of that rule in the same scope.
 * Its own severity lifts the cause's, so that nothing serious is hidden by folding.
 */
function foldConsequences(findings: readonly Finding[], rules: ReadonlyMap<string, Rule>): Finding[] {
  const causeOf = (finding: Finding): Finding | undefined => {
    const causes = rules.get(finding.rule)?.consequenceOf ?? [];
    return findings.find(
      (other) =>
        other !== finding &&
        causes.includes(other.rule) &&
        (other.scope === null || finding.scope === null || other.scope === finding.scope),
    );
  };
  const beneath = new Map<string, Finding[]>();
  const roots: Finding[] = [];
  for (const finding of findings) {
    const cause = rootOf(finding, causeOf);
    if (cause === finding) roots.push(finding);
    else beneath.set(cause.fingerprint, [...(beneath.get(cause.fingerprint) ?? []), finding]);
  }
  return roots.map((root) => withConsequences(root, beneath.get(root.fingerprint) ?? []));
}

function rootOf(finding: Finding, causeOf: (finding: Finding) => Finding | undefined): Finding {
  const seen = new Set<Finding>();
  let current = finding;
  for (let cause = causeOf(current); cause && !seen.has(cause); cause = causeOf(current)) {
    seen.add(current);
    current = cause;
  }
  return current;
}

function withConsequences(root: Finding, beneath: readonly Finding[]): Finding {
  if (beneath.length === 0) return root;
  const severity = [root, ...beneath]
    .map((finding) => finding.severity)
    .reduce((left, right) => (SEVERITIES.indexOf(left) >= SEVERITIES.indexOf(right) ? left : right));
  const consequences = beneath.map(({ rule, title, option, file, line }) => ({ rule, title, option, file, line }));
  return { ...root, severity, consequences, fix: [...root.fix, ...beneath.flatMap(({ fix }) => fix)] };
}
