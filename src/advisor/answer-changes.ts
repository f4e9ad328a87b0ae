/**
 * A model's changes: each must be legal by itself, and together with the rules' own, applied to the operator's files, make
 * a finding go away that the rules' changes leave, without a new one. Reasons never repeat what was refused.
 */
import type { Change } from "../check/change.ts";
import type { CheckResult, Finding } from "../check/finding.ts";
import { serviceOf } from "../design/changes.ts";
import type { Verified } from "../design/verify.ts";
import { verify } from "../design/verify.ts";
import { written } from "../facts/settings.ts";
import { checkValue } from "../intake/oslo/check-value.ts";
import { readItems } from "../intake/oslo/values.ts";
import { findOption } from "../options/catalogue.ts";
import type { Option } from "../options/option.ts";
import type { SeniorAnswer } from "./answer-wire.ts";
import type { Case } from "./case.ts";

export type ProposedChange = SeniorAnswer["changes"][number];
export type Refusal = { where: string; why: string };

/** The change as our own type, or why it cannot be one. */
export function readChange(proposed: ProposedChange, { reviewed }: Case): Change | string {
  const { cloud, check } = reviewed;
  const { file, section, key, action, findings } = proposed;
  const service = serviceOf(cloud, file);
  if (!service) return "the file was not given";
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(key) || !/^[\w.:-]{1,60}$/.test(section)) return "no plain section or option name";
  const lookup = findOption(service.catalogues, service.project, section, key, service.layout);
  if (!lookup) return "the release has no such option in that section";
  if (lookup.option.secret) return "the option holds a secret";
  const known = new Set(check.findings.map(({ fingerprint }) => fingerprint));
  if (findings.length === 0 || findings.some((id) => !known.has(id))) return "it names no finding of this case";
  const value = action === "remove" ? null : proposed.value;
  if (value !== null) {
    const why = valueIssue(lookup.option, value, proposed, reviewed);
    if (why) return why;
  }
  const last = written(service, section, key).findLast((entry) => entry.file === file);
  return {
    file,
    section,
    key,
    value,
    was: last?.entry.value ?? null,
    line: last?.entry.line ?? null,
    conditional: false,
    why: proposed.why,
    findings: [...findings],
  };
}

function valueIssue(
  option: Option,
  value: string,
  { file, section, key }: ProposedChange,
  { review, cloud }: Case["reviewed"],
): string | null {
  if (value === "" || value.length > 200 || value !== value.trim() || /[^\x20-\x7e]|[#;`$\\]/.test(value))
    return "the value holds a comment, a blank or a character that has no place in it";
  if (!checkValue(option, value).ok) return "the value is not legal for the option";
  if (["boolean", "integer", "float", "port"].includes(option.type)) return null;
  const own = [
    ...Object.values(review.effective).flatMap((sections) =>
      Object.values(sections).flatMap((keys) => Object.entries(keys)),
    ),
    ...review.design.c.changes.map((change): [string, string] => [change.key, change.value ?? ""]),
  ];
  if (own.some(([name, text]) => name === key && text === value)) return null;
  const stores = cloud.glance.flatMap((api) => api.stores.map(({ id }) => id));
  const choices = [...(option.choices ?? []), ...(option.itemChoices ?? []), ...stores, ...(ITEMS[option.name] ?? [])];
  const items = readItems(value, option.brackets ?? false, (text) => ({ ok: true, value: text }));
  const parts = items.ok ? (items.value as readonly string[]).map((item) => item.replace(/^['"]|['"]$/g, "")) : [value];
  const defaults = String(option.default ?? "").split(",");
  return parts.every((part) => choices.includes(part) || defaults.includes(part) || part === section || part === file)
    ? null
    : "the value stands in no file of this case and in no list of the catalogue";
}

/** Items that plugins register and no catalogue lists. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  enabled_import_methods: ["glance-direct", "web-download", "copy-image", "glance-download"],
  image_import_plugins: ["image_conversion", "inject_image_metadata", "image_decompression"],
  flavor: ["keystone", "keystone+cachemanagement", "keystone+caching"],
};

export type ProvedChanges = { verified: Verified | null; added: Change[]; refused: Refusal[] };

/**
 * Tries the changes one by one on top of the rules' own: kept is what leaves at least one named finding fewer and brings
 * nothing new. `verified` null: nothing was kept, the rules' design stands.
 */
export function proveChanges(proposed: readonly { change: Change; where: string }[], asked: Case): ProvedChanges {
  const { reviewed, rules, facts } = asked;
  const own = reviewed.review.design.c.changes.map(
    ({ perNode, ...change }): Change => ({ ...change, ...(perNode === undefined ? {} : { perNode }) }),
  );
  let base = own;
  const refused: Refusal[] = [];
  const added: Change[] = [];
  let best: Verified | null = null;
  let open = openAfter(verify(reviewed.cloud, rules, reviewed.check, own, facts).afterCheck);
  for (const { change, where } of proposed) {
    const same = base.find((other) => place(other) === place(change));
    if (same && same.value === change.value) continue;
    if (added.some((other) => place(other) === place(change))) {
      refused.push({ where, why: "another change sets the same option" });
      continue;
    }
    const all = [...base.filter((other) => other !== same), change];
    const attempt = verify(reviewed.cloud, rules, reviewed.check, all, facts);
    const after = openAfter(attempt.afterCheck);
    const why = attempt.verification.dropped.some(({ change: other }) => other === change)
      ? "applied to the file it brings a new finding, or cannot be placed"
      : outcome(change, open, after, reviewed.check.findings);
    if (why) refused.push({ where, why });
    else {
      added.push(change);
      base = all;
      best = attempt;
      open = after;
    }
  }
  return { verified: best, added, refused };
}

const place = ({ file, section, key }: Change): string => `${file}\u0000${section.toLowerCase()}\u0000${key}`;
const name = ({ rule, option, file }: Pick<Finding, "rule" | "option" | "file">): string =>
  `${rule}\u0000${option}\u0000${file}`;

function openAfter({ findings }: CheckResult): ReadonlySet<string> {
  return new Set(findings.flatMap((finding) => [name(finding), ...finding.consequences.map(name)]));
}

function outcome(
  change: Change,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  findings: readonly Finding[],
): string | null {
  if ([...after].some((finding) => !before.has(finding)))
    return "applied to the file it brings a finding back or a new one";
  const named = findings.filter(({ fingerprint }) => change.findings.includes(fingerprint));
  return named.some((finding) => before.has(name(finding)) && !after.has(name(finding)))
    ? null
    : "applied to the file it makes no named finding go away that the rules' changes leave";
}
