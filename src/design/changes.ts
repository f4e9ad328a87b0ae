/** From findings to changes: every fix once, conflicts decided by severity, with what it was and where it stands. */
import type { Change } from "../check/change.ts";
import type { Finding } from "../check/finding.ts";
import type { Fix } from "../check/rule.ts";
import type { Cloud, ServiceConfig } from "../facts/cloud.ts";
import { written } from "../facts/settings.ts";

/** A change that the designer wants for itself, before any fix of a finding. */
export type WantedChange = Fix & { findings?: readonly string[] };

export type CollectedChanges = { changes: Change[]; dropped: { change: Change; why: string }[] };

/**
 * Merges the designer's own changes with the fixes of all findings. The first to name a key decides it; a later fix with
 * another value is dropped and said so. A change that would set what is already set is left out.
 */
export function collectChanges(
  cloud: Cloud,
  wanted: readonly WantedChange[],
  findings: readonly Finding[],
  conditional: boolean,
): CollectedChanges {
  const byKey = new Map<string, Change>();
  const dropped: CollectedChanges["dropped"] = [];
  const offer = (fix: WantedChange, from: readonly string[], why: string): void => {
    const change = changeOf(cloud, fix, from, why, conditional);
    const name = `${fix.file}\u0000${fix.section.toLowerCase()}\u0000${fix.key}`;
    const earlier = byKey.get(name);
    if (!earlier) {
      if (change.value !== change.was || change.was === null) byKey.set(name, change);
    } else if (earlier.value === change.value) {
      byKey.set(name, {
        ...earlier,
        conditional: earlier.conditional && change.conditional,
        findings: [...new Set([...earlier.findings, ...from])],
      });
    } else if (!change.conditional) {
      dropped.push({ change, why: `another change sets [${fix.section}]${fix.key} to ${earlier.value ?? "nothing"}` });
    }
  };
  for (const fix of wanted) offer(fix, fix.findings ?? [], fix.why ?? "");
  for (const finding of findings)
    for (const fix of finding.fix) offer(fix, [finding.fingerprint], fix.why ?? finding.title);
  const changes = [...byKey.values()].filter(({ value, was }) => !(value === null && was === null));
  return { changes: changes.sort(byPlace), dropped };
}

/** The order of changes: file, section, key. */
export const byPlace = (left: Change, right: Change): number =>
  compare(left.file, right.file) || compare(left.section, right.section) || compare(left.key, right.key);
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function changeOf(
  cloud: Cloud,
  fix: WantedChange,
  findings: readonly string[],
  why: string,
  conditional: boolean,
): Change {
  const service = serviceOf(cloud, fix.file);
  const last = service ? written(service, fix.section, fix.key).findLast(({ file }) => file === fix.file) : undefined;
  return {
    file: fix.file,
    section: fix.section,
    key: fix.key,
    value: fix.value,
    was: last?.entry.value ?? null,
    line: last?.entry.line ?? null,
    conditional: conditional || (fix.conditional ?? false),
    ...(fix.perNode ? { perNode: true } : {}),
    why,
    findings: [...findings],
  };
}

/** The service whose files include this one. */
export function serviceOf(cloud: Cloud, file: string): ServiceConfig | null {
  const services: readonly ServiceConfig[] = [
    ...cloud.glance,
    ...cloud.nova,
    ...cloud.cinder,
    ...(cloud.scrubber ? [cloud.scrubber] : []),
    ...(cloud.cacheConf ? [cloud.cacheConf] : []),
  ];
  return services.find(({ configs }) => configs.some((config) => config.file === file)) ?? null;
}
