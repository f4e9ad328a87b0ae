/** What differs between two reviews of one case, as an operator would say it. */
import type { Design, Review, ReviewFinding } from "../design/schema.ts";

export type Difference = {
  decisions: { part: "a" | "b" | "c" | "d"; what: string; before: string; after: string }[];
  facts: { name: string; before: string; after: string }[];
  gone: Pick<ReviewFinding, "fingerprint" | "rule" | "severity" | "title">[];
  added: Pick<ReviewFinding, "fingerprint" | "rule" | "severity" | "title">[];
  changes: { before: number; after: number };
};

/** Compares decisions, facts and findings; a finding is the same when rule, option and file are. */
export function differenceOf(before: Review, after: Review): Difference {
  type Place = Pick<ReviewFinding, "rule" | "option" | "file">;
  const place = ({ rule, option, file }: Place): string => `${rule}\u0000${option}\u0000${file}`;
  // what stood beneath another finding was there too
  const places = ({ findings }: Review) =>
    new Set(findings.flatMap((finding) => [place(finding), ...finding.consequences.map(place)]));
  const had = places(before);
  const has = places(after);
  const brief = ({ fingerprint, rule, severity, title }: ReviewFinding) => ({ fingerprint, rule, severity, title });
  const names = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])].sort();
  const text = (review: Review, name: string): string =>
    Object.hasOwn(review.facts, name) ? plain(review.facts[name]) : "none";
  return {
    decisions: decisions(before.design, after.design),
    facts: names
      .filter((name) => !name.startsWith("config."))
      .map((name) => ({ name, before: text(before, name), after: text(after, name) }))
      .filter((fact) => fact.before !== fact.after),
    gone: before.findings.filter((finding) => !has.has(place(finding))).map(brief),
    added: after.findings.filter((finding) => !had.has(place(finding))).map(brief),
    changes: { before: before.design.c.changes.length, after: after.design.c.changes.length },
  };
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function decisions(before: Design, after: Design): Difference["decisions"] {
  const say = (part: "a" | "b" | "c" | "d", what: string, read: (design: Design) => string): Difference["decisions"] =>
    read(before) === read(after) ? [] : [{ part, what, before: read(before), after: read(after) }];
  return [
    ...say(
      "a",
      "stores",
      ({ a }) => a.stores.map(({ id, type, role }) => `${id} (${type}, ${role})`).join(", ") || "none",
    ),
    ...say("a", "default store", ({ a }) =>
      a.defaultStore ? `${a.defaultStore.id} (${a.defaultStore.type})` : "none",
    ),
    ...say("a", "clone boot", ({ a }) => a.cow.recommend),
    ...say("b", "format", ({ b }) => b.policyFormat),
    ...say("d", "Glance cache", ({ d }) => d.glanceCache.replaceAll("_", " ")),
    ...say(
      "c",
      "keys to set",
      ({ c }) =>
        c.changes.map(({ section, key, value }) => `[${section}]${key} ${value ?? "removed"}`).join(", ") || "none",
    ),
  ];
}

/** Lines for a terminal, a thread and a model. */
export function differenceLines({ decisions: decided, facts, gone, added }: Difference): string[] {
  const lines = [
    ...decided.map(({ part, what, before, after }) => `(${part}) ${what}: ${after} (now: ${before})`),
    ...facts.map(({ name, before, after }) => `${name}: ${after} (now: ${before})`),
    ...gone.map(({ severity, title }) => `no longer (${severity}): ${title}`),
    ...added.map(({ severity, title }) => `new (${severity}): ${title}`),
  ];
  return lines.length > 0 ? lines : ["Nothing changes: the same findings, the same design."];
}
