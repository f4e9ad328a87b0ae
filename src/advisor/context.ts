/**
 * What a model is told of a case: facts, findings and the rules' design, never the paste itself. Of a catalogue it gets
 * figures and the few telling rows, so that the size is the same for a hundred images and a million. Deterministic.
 */
import { createHash } from "node:crypto";
import type { Rule } from "../check/rule.ts";
import { looksLikeInstruction } from "../facts/injection.ts";
import { outsideText } from "../facts/outside-text.ts";
import type { Case } from "./case.ts";
import { questionsOf } from "./case.ts";
import { catalogueLines, designLines } from "./context-design.ts";
import type { TokenCounter } from "./tokens.ts";

/** Tokens of one request: prompt, schema and case together. */
export const CONTEXT_LIMIT = 8_000;

export type Context = { text: string; tokens: number; countedBy: string; leftOut: string[] };

/** One line of the case; the lowest `rank` is kept longest. */
export type ContextLine = { rank: number; text: string };
export type ContextSection = { title: string; lines: ContextLine[] };

/**
 * Builds the turn of the user. `spent`: tokens of prompt and schema; `limit`: of all together. What does not fit is left
 * out by rank, then by order, and the text says how much of what.
 */
export function buildContext(
  asked: Case,
  {
    count,
    spent,
    limit = CONTEXT_LIMIT,
    extra = [],
  }: { count: TokenCounter; spent: number; limit?: number; extra?: ContextSection[] },
): Context {
  const sections = [...extra, ...caseSections(asked)]
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({ title, lines: lines.map(({ rank, text }) => ({ rank, text: quoted(text) })) }));
  const { by } = count("");
  const room = limit - spent - RESERVE;
  const costs = sections.map(({ title, lines }) => ({
    head: count(title).tokens + 4,
    lines: lines.map(({ text }) => count(text).tokens + 1),
  }));
  const order = sections
    .flatMap(({ lines }, section) => lines.map(({ rank }, line) => ({ section, line, rank })))
    .sort((left, right) => left.rank - right.rank || left.section - right.section || left.line - right.line);
  let used = costs.reduce((sum, { head }) => sum + head + 12, 0);
  const kept = sections.map(() => new Set<number>());
  const full = new Set<number>();
  for (const { section, line } of order) {
    const cost = costs[section]?.lines[line] ?? 0;
    // once a section had to leave out a line, later ones of it are left out too: no gaps
    if (full.has(section) || used + cost > room) full.add(section);
    else {
      used += cost;
      kept[section]?.add(line);
    }
  }
  const leftOut: string[] = [];
  const blocks = sections.map(({ title, lines }, index) => {
    const shown = lines.filter((_, line) => kept[index]?.has(line)).map(({ text }) => text);
    const missing = lines.length - shown.length;
    if (missing > 0) leftOut.push(`${title}: ${missing} of ${lines.length} lines`);
    return [`## ${title}`, ...shown, ...(missing > 0 ? [`(${missing} of ${lines.length} lines left out)`] : [])].join(
      "\n",
    );
  });
  const text = fenced(blocks.join("\n\n"));
  return { text, tokens: spent + count(text).tokens, countedBy: by, leftOut };
}

/** Room for the fence and for counting line by line. */
const RESERVE = 160;

/** The mark is made of the text itself, so that nothing in it can close the fence. */
export function fenced(text: string): string {
  const mark = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `BEGIN DATA ${mark}\n${text}\nEND DATA ${mark}`;
}

function caseSections(asked: Case): ContextSection[] {
  const { review, cloud } = asked.reviewed;
  return [
    {
      title: "Case",
      lines: [
        `mode ${review.mode}, release ${review.release}, deployed with ${cloud.deployTool.value}, language of the words ${cloud.words.language}`,
        `rules' headline: ${review.verdict.headline}`,
        ...review.verdict.safeNow.map((text) => `safe now: ${text}`),
      ].map((text) => ({ rank: 0, text })),
    },
    {
      title: "Questions of the operator",
      lines: questionsOf(asked).map(({ id, text }) => ({ rank: 1, text: `${id}: ${text}` })),
    },
    { title: "Words of the operator, quoted", lines: wordLines(cloud.words.text) },
    {
      title: "Facts (name: value)",
      lines: Object.entries(review.facts).map(([name, value]) => ({
        rank: CORE_FACT.test(name) ? 2 : 7,
        text: `${name}: ${factText(value)}`,
      })),
    },
    {
      title: "Findings (id, severity, part, rule, option, file:line, what)",
      lines: review.findings.map((finding) => ({
        rank: { high: 2, medium: 3, low: 5, info: 8 }[finding.severity],
        text: `${finding.fingerprint} ${finding.severity} (${finding.part}) ${finding.rule} ${safe(finding.option)} ${fileName(finding.file)}:${finding.line ?? "-"} ${finding.title}${finding.fix ? "" : " [no key mends it]"}`,
      })),
    },
    { title: "Design of the rules", lines: designLines(review.design) },
    { title: "Catalogue", lines: catalogueLines(cloud) },
    {
      title: "Asked back",
      lines: review.questions.map(({ ask, unlocks }) => ({ rank: 6, text: `${ask} (${unlocks} rules wait)` })),
    },
    { title: "Not checked (rule needs)", lines: uncheckedLines(review.unchecked) },
  ];
}

const CORE_FACT =
  /^(openstack_release|glance\.(mode|default_store|enabled_backends|conversion|show_|cache_active|import)|nova\.(uses_ceph|images_type)|cinder\.uses_ceph|cow_|same_ceph|catalog\.(images|by_format|bytes_total|qcow2|hot))/;

/** One ordinary word, such as an option, a path or a store id. */
const ORDINARY = /^[\w[/][\w.+/:[\]@,-]{0,99}$/;

/** Names from outside: letter by letter where they are ordinary, else made harmless; what gives orders is left out. */
export function safe(text: string): string {
  return ORDINARY.test(text) ? text : (outsideText(text, 100) ?? "(name left out)");
}

const fileName = (file: string): string => (ORDINARY.test(file) ? file : "(a file with an odd name)");

/** The last gate of every line: no order to a program, no invisible character, nothing that looks like the fence. */
function quoted(text: string): string {
  if (looksLikeInstruction(text)) return "(a line that gives orders to a program was left out)";
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ")
    .replaceAll(/(BEGIN|END)\s+DATA/gi, "$1_DATA")
    .trim();
}

function wordLines(text: string): ContextLine[] {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .map((line, index) => ({ rank: index < 30 ? 4 : 9, text: `> ${line.slice(0, 400)}` }));
}

/** A value of a fact, lists cut to five items, outside names made safe. */
export function factText(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, 5).map(factText).join(", ");
    return `[${shown}${value.length > 5 ? `, and ${value.length - 5} more` : ""}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const shown = entries.slice(0, 12).map(([key, item]) => `${safe(key)}: ${factText(item)}`);
    return `{${shown.join(", ")}${entries.length > 12 ? `, and ${entries.length - 12} more` : ""}}`;
  }
  return typeof value === "string" ? safe(value) : String(value);
}

function uncheckedLines(unchecked: readonly { rule: string; needs: readonly string[] }[]): ContextLine[] {
  const byNeed = Map.groupBy(unchecked, ({ needs }) => needs.join(" and "));
  return [...byNeed].map(([need, rules]) => ({
    rank: 7,
    text: `needs ${need}: ${rules.map(({ rule }) => rule).join(", ")}`.slice(0, 600),
  }));
}

/** The names of all rules by theme: part of the stable prefix. */
export function ruleDigest(rules: readonly Pick<Rule, "id">[]): string {
  const byTheme = Map.groupBy(rules, ({ id }) => id.split("/")[0] ?? "");
  return [...byTheme]
    .map(([theme, ids]) => `${theme}: ${ids.map(({ id }) => id.slice(theme.length + 1)).join(", ")}`)
    .join("\n");
}
