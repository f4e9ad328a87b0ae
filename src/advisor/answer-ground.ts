/** What a model may lean on: names, ids, words and figures that our own code worked out for this case. */
import { normalizeSection } from "../intake/oslo/oslo-view.ts";
import { elsewhere } from "../options/catalogue.ts";
import type { Reviewed } from "../review.ts";
import { PLAIN_WORDS } from "./answer-words.ts";
import { figuresIn } from "./figures.ts";

export type Ground = {
  /** Fingerprints of findings and names of facts. */
  evidence: ReadonlySet<string>;
  /** Lower-case words and names of our own texts. */
  words: ReadonlySet<string>;
  /** Figures without a unit, as `figureKey` writes them. */
  figures: ReadonlySet<string>;
  /** Figures with their unit: "82.1 %". */
  measured: ReadonlySet<string>;
  /** Values that a key has: `key` to lower-case values. */
  settings: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values that the design gives to a key. */
  proposed: ReadonlyMap<string, ReadonlySet<string>>;
  isOption: (name: string) => boolean;
  isSection: (name: string) => boolean;
};

const POSITIONS = new Set(["line", "order", "unlocks"]);
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_./:+-]*/gu;
const BINARY = ["KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const DECIMAL = ["KB", "MB", "GB", "TB", "PB"] as const;

/** Gathers what stands in facts, findings and the rules' design. The operator's words add figures only, never names. */
export function groundOf({ review, cloud }: Pick<Reviewed, "review" | "cloud">): Ground {
  const figures = new Set<string>();
  const measured = new Set<string>();
  const words = new Set<string>(PLAIN_WORDS);
  const settings = new Map<string, Set<string>>();
  const proposed = new Map<string, Set<string>>();
  const setting = (into: Map<string, Set<string>>, key: string, value: string | null): void => {
    if (value === null) return;
    const values = into.get(key.toLowerCase()) ?? new Set<string>();
    into.set(key.toLowerCase(), values.add(value.toLowerCase()));
  };
  const text = (value: string, names: boolean): void => {
    for (const { figure, unit } of figuresIn(value)) {
      figures.add(figure);
      if (unit) measured.add(`${figure} ${unit}`);
    }
    if (names) for (const [word] of value.matchAll(WORD)) words.add(word.toLowerCase().replace(/[.:/+-]+$/, ""));
  };
  const leaf = (name: string, value: unknown, names: boolean): void => {
    if (typeof value === "string") text(value, names);
    else if (typeof value === "number") number(name, value, figures, measured);
    else if (Array.isArray(value)) for (const item of value) leaf(name, item, names);
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) {
        // places in files and positions in lists are no figures of the cloud
        if (POSITIONS.has(key)) continue;
        text(key, names);
        leaf(/bytes|pct|percent/i.test(name) ? name : key, item, names);
      }
  };
  for (const [name, value] of Object.entries(review.facts)) {
    text(name, true);
    leaf(name, value, !name.startsWith("orphan."));
  }
  for (const { objects: _objects, ...finding } of review.findings) leaf("", finding, true);
  const { diff: _diff, verification, ...c } = review.design.c;
  const { orphans: _orphans, leftAlone: _left, missing: _missing, ...e } = review.design.e;
  for (const part of [review.design.a, review.design.b, c, review.design.d, e]) leaf("", part, true);
  leaf("", [verification.before, verification.after], false);
  for (const { label: _label, value, unit } of review.design.b.figures) {
    number(unit === "B" ? "bytes" : "", value, figures, measured);
    measured.add(`${String(value)} ${unit === "percent" ? "%" : unit}`);
  }
  leaf("", [review.questions, review.release, review.verdict], true);
  text(cloud.words.text, false);
  for (const { key, value, was } of review.design.c.changes) {
    setting(proposed, key, value);
    setting(settings, key, was);
  }
  for (const sections of Object.values(review.effective))
    for (const keys of Object.values(sections))
      for (const [key, value] of Object.entries(keys)) setting(settings, key, value);
  const sections = new Set(
    Object.values(review.effective)
      .flatMap((file) => Object.keys(file))
      .concat(review.design.c.changes.map(({ section }) => section))
      .map((section) => normalizeSection(section)),
  );
  return {
    evidence: new Set([...Object.keys(review.facts), ...review.findings.map(({ fingerprint }) => fingerprint)]),
    words,
    figures,
    measured,
    settings,
    proposed,
    isOption: (name) => elsewhere(cloud.release.catalogues, "glance", name).length > 0,
    isSection: (name) => sections.has(normalizeSection(name)),
  };
}

/** A number as it is, and bytes in every unit in which somebody would write them. */
function number(name: string, value: number, figures: Set<string>, measured: Set<string>): void {
  figures.add(String(value));
  if (/pct|percent|share/i.test(name)) for (const digits of [0, 1]) measured.add(`${rounded(value, digits)} %`);
  if (!/bytes|capacity|size/i.test(name)) return;
  for (const [units, base] of [
    [BINARY, 1024],
    [DECIMAL, 1000],
  ] as const)
    units.forEach((unit, index) => {
      const amount = value / base ** (index + 1);
      if (amount >= 0.1) for (const digits of [0, 1, 2]) measured.add(`${rounded(amount, digits)} ${unit}`);
    });
}

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** Adds texts that our code worked out later, such as the difference of a what-if. */
export function groundWith(ground: Ground, texts: readonly string[], figures: readonly string[] = []): Ground {
  const found = [...texts, ...figures].flatMap(figuresIn);
  const names = texts.flatMap((value) => [...value.matchAll(WORD)].map(([word]) => word.toLowerCase()));
  return {
    ...ground,
    words: new Set([...ground.words, ...names]),
    figures: new Set([...ground.figures, ...found.map(({ figure }) => figure)]),
    measured: new Set([
      ...ground.measured,
      ...found.flatMap(({ figure, unit }) => (unit ? [`${figure} ${unit}`] : [])),
    ]),
  };
}
