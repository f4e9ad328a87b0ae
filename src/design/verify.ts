/** The proof of part (c): the changes are applied to the operator's own files, read again, and every rule runs again. */
import { alike } from "../check/alike.ts";
import type { Change } from "../check/change.ts";
import type { CheckResult, Finding } from "../check/finding.ts";
import type { Rule, Severity } from "../check/rule.ts";
import { runRules } from "../check/run.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import { buildCloud } from "../facts/build-cloud.ts";
import type { Cloud } from "../facts/cloud.ts";
import type { Artefact, ConfigArtefact, Intake } from "../intake/artefact.ts";
import { readOsloConfig } from "../intake/oslo/read-oslo-config.ts";
import { findOption } from "../options/catalogue.ts";
import { byPlace, collectChanges, serviceOf } from "./changes.ts";
import { applyChanges, applyRepairs, unifiedDiff } from "./patch.ts";
import { repairsFor } from "./repairs.ts";
import type { PartC } from "./schema.ts";

export type PatchedFile = { file: string; text: string };
export type Verified = {
  changes: Change[];
  patched: PatchedFile[];
  diff: string;
  verification: PartC["verification"];
  after: Cloud;
  afterCheck: CheckResult;
};

type Attempt = {
  patched: PatchedFile[];
  before: PatchedFile[];
  cloud: Cloud;
  check: CheckResult;
  refused: { change: Change; why: string }[];
};

/**
 * Proves changes. A change that names an option which the release does not have, or that makes a finding of its own
 * appear, is dropped and said so; what a change makes necessary is added; then all is proved again. Conditional changes are
 * templates and are not applied.
 */
export function verify(
  cloud: Cloud,
  rules: readonly Rule[],
  before: CheckResult,
  changes: readonly Change[],
  options: FactOptions,
): Verified {
  const dropped: { change: Change; why: string }[] = [];
  let kept = changes.filter((change) => {
    const why = unknownKey(cloud, change, changes);
    if (why) dropped.push({ change, why });
    return why === null;
  });
  let attempt = attemptChanges(cloud, rules, kept, options);
  for (let round = 0; round < 3; round += 1) {
    const fresh = introducedBy(before, attempt.check);
    const guilty = culprits(kept, fresh);
    const added = guilty.length === 0 ? followUps(cloud, kept, fresh) : [];
    if (guilty.length === 0 && added.length === 0) break;
    for (const { change, finding } of guilty)
      dropped.push({ change, why: `it would bring a new finding: ${finding.title}` });
    kept = [...kept.filter((change) => !guilty.some((entry) => entry.change === change)), ...added].sort(byPlace);
    attempt = attemptChanges(cloud, rules, kept, options);
  }
  const refused = new Set(attempt.refused.map(({ change }) => change));
  dropped.push(...attempt.refused);
  return {
    changes: kept.filter((change) => !refused.has(change)),
    patched: attempt.patched,
    diff: attempt.patched
      .map(({ file, text }, index) => unifiedDiff(file, attempt.before[index]?.text ?? "", text))
      .join(""),
    verification: {
      before: counts(before.findings),
      after: counts(attempt.check.findings),
      introduced: introducedBy(before, attempt.check).map(({ rule, fingerprint, title }) => ({
        rule,
        fingerprint,
        title,
      })),
      unresolved: attempt.check.findings.map(({ rule, fingerprint, title, fix, remedy, severity }) => ({
        rule,
        fingerprint,
        title,
        why: whyUnresolved(fix.length > 0, remedy, severity),
      })),
      dropped,
      badge: "paper",
    },
    after: attempt.cloud,
    afterCheck: attempt.check,
  };
}

/** Findings by severity; the same said of several nodes counts once. */
export function counts(
  findings: readonly Pick<Finding, "rule" | "title" | "option" | "severity">[],
): Record<Severity, number> {
  const result: Record<Severity, number> = { high: 0, medium: 0, low: 0, info: 0 };
  for (const [{ severity }] of alike(findings)) result[severity] += 1;
  return result;
}

function whyUnresolved(hasFix: boolean, remedy: string | null, severity: Severity): string {
  if (severity === "info") return "nothing to do";
  return hasFix
    ? "its fix depends on something unknown, or on another decision"
    : `no key mends it: ${remedy ?? "it needs work outside these files, as it says"}`;
}

/** null when the key exists, in that release, in the section as it will be after all changes. */
function unknownKey(cloud: Cloud, change: Change, all: readonly Change[]): string | null {
  const service = serviceOf(cloud, change.file);
  if (change.value === null || !service) return null;
  const stores = all.find(
    ({ file, key, value }) => file === change.file && key === "enabled_backends" && value !== null,
  )?.value;
  const layout =
    stores && service.project === "glance" ? { ...service.layout, stores: storeMap(stores) } : service.layout;
  const lookup = findOption(service.catalogues, service.project, change.section, change.key, layout);
  if (lookup) return null;
  return `${service.project} ${cloud.release.value === "unknown" ? "" : cloud.release.value} has no option [${change.section}]${change.key}`;
}

const storeMap = (value: string): Map<string, string> =>
  new Map(
    value.split(",").map((pair): [string, string] => {
      const colon = pair.indexOf(":");
      return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
    }),
  );

function attemptChanges(
  cloud: Cloud,
  rules: readonly Rule[],
  changes: readonly Change[],
  options: FactOptions,
): Attempt {
  const patched: PatchedFile[] = [];
  const before: PatchedFile[] = [];
  const refused: { change: Change; why: string }[] = [];
  const replaced = new Map<string, ConfigArtefact>();
  for (const artefact of cloud.intake.artefacts) {
    if (!("config" in artefact)) continue;
    const own = changes.filter(({ file, conditional }) => file === artefact.file && !conditional);
    const source = cloud.intake.sources.find(({ name }) => name === artefact.file);
    if (!source || (own.length === 0 && artefact.config.issues.length === 0)) continue;
    const repaired = applyRepairs(source.text, repairsFor(artefact.config, source.text));
    const result = applyChanges(repaired, own, readOsloConfig(repaired, artefact.file));
    refused.push(...result.refused);
    before.push({ file: artefact.file, text: source.text });
    patched.push({ file: artefact.file, text: result.text });
    replaced.set(artefact.file, { ...artefact, config: readOsloConfig(result.text, artefact.file) });
  }
  const intake = withArtefacts(cloud.intake, replaced, patched);
  const after = buildCloud(intake, options, cloud);
  return { patched, before, cloud: after, check: runRules(rules, after), refused };
}

function withArtefacts(
  intake: Intake,
  replaced: ReadonlyMap<string, Artefact>,
  patched: readonly PatchedFile[],
): Intake {
  const texts = new Map(patched.map(({ file, text }) => [file, text]));
  return {
    ...intake,
    sources: intake.sources.map((source) => ({ ...source, text: texts.get(source.name) ?? source.text })),
    artefacts: intake.artefacts.map((artefact) => replaced.get(artefact.file) ?? artefact),
  };
}

/** Findings that were not there before, by rule and option: a moved line or a changed word is not new. */
function introducedBy(before: CheckResult, after: CheckResult): Finding[] {
  const known = new Set(before.findings.flatMap((finding) => [place(finding), ...finding.consequences.map(place)]));
  return after.findings.filter((finding) => finding.severity !== "info" && !known.has(place(finding)));
}

const place = ({ rule, option, file }: { rule: string; option: string; file: string }): string =>
  `${rule}\u0000${option}\u0000${file}`;

/** Changes that a new finding points at: the same option, else the same section. */
/** What a change makes necessary: the fixes of findings that it brings without being their cause itself. */
function followUps(cloud: Cloud, kept: readonly Change[], fresh: readonly Finding[]): Change[] {
  const { changes } = collectChanges(cloud, [], fresh, false);
  return changes
    .filter(({ conditional }) => !conditional)
    .filter(
      (one) => !kept.some((other) => other.file === one.file && other.section === one.section && other.key === one.key),
    )
    .filter((one) => unknownKey(cloud, one, kept) === null)
    .map((one) => ({ ...one, findings: [] }));
}

function culprits(changes: readonly Change[], introduced: readonly Finding[]): { change: Change; finding: Finding }[] {
  return introduced.flatMap((finding) => {
    const change = changes.find(
      ({ section, key, conditional }) => !conditional && `[${section}]${key}` === finding.option,
    );
    return change ? [{ change, finding }] : [];
  });
}
