/** Direct answers to what the operator asked, from findings, facts and decisions of this cloud; never from a keyword alone. */
import type { CheckResult, Finding } from "../check/finding.ts";
import type { Cloud } from "../facts/cloud.ts";
import { outsideText } from "../facts/outside-text.ts";
import { plural } from "../units.ts";
import type { Design, Review } from "./schema.ts";

type Answer = Review["answers"][number];
type Given = { cloud: Cloud; findings: readonly Finding[]; design: Design };
type Topic = {
  pattern: RegExp;
  /** Findings that the answer rests on, the worst first. */
  about: (finding: Finding) => boolean;
  answer: (given: Given, about: readonly Finding[]) => string | null;
};

const serious = ({ severity }: Finding): boolean => severity === "high" || severity === "medium";
const inThemes =
  (...themes: readonly string[]) =>
  ({ rule }: Finding): boolean =>
    themes.some((theme) => rule.startsWith(`${theme}/`));

/** From the narrow to the broad: the first that has an answer gives it. */
const NARROW_TOPICS: readonly Topic[] = [
  {
    pattern: /\b(old|existing) images\b|\bkeep working\b/i,
    about: inThemes("stores", "lifecycle"),
    answer: ({ design }) =>
      design.a.existingImages[0]?.what ??
      "Images that exist keep their locations; nothing is moved by a change of keys.",
  },
  {
    pattern: /\blocations?\b|direct.?url/i,
    about: ({ rule, option }) => /location|direct-url/.test(rule) || /show_(image_direct_url|multiple)/.test(option),
    answer: aboutLocations,
  },
  { pattern: /\bcache\b/i, about: inThemes("image-cache"), answer: aboutCache },
  {
    pattern: /\b(slow|slowly|minutes|boots?|booting|fast|faster|seconds)\b/i,
    about: (finding) => finding.rule.startsWith("cow-boot/") || finding.rule === "formats/conversion-off",
    answer: aboutBoots,
  },
  {
    pattern: /\b(default store|layout|which store)\b/i,
    about: inThemes("stores", "cow-boot"),
    answer: ({ design }) => design.a.why,
  },
  {
    pattern: /\b(qcow2|raw|format|convert)\b/i,
    about: inThemes("formats", "cow-boot"),
    answer: ({ design }) => design.b.why,
  },
  {
    pattern: /\b(orphans?|duplicates?|reclaim|delete|free|clean)\b/i,
    about: inThemes("lifecycle"),
    answer: ({ design }) => design.e.why,
  },
  { pattern: /\b(anything|something|nothing|what)\b.*\bchanged?\b/i, about: serious, answer: aboutChanges },
];

/** What any question may be about, when it is about nothing above. */
const BROAD_TOPICS: readonly Topic[] = [
  {
    pattern: /\b(correct|right|sane|sensible|consistent|wrong|broken|ok|okay|fine|problems?|safe)\b/i,
    about: serious,
    answer: aboutHealth,
  },
  { pattern: /\b(lines|glance-api\.conf|changes?|set|do)\b/i, about: serious, answer: aboutChanges },
];

/** One answer for each question; where the rules have none, that is said, so that nobody takes silence for a yes. */
export function answerQuestions(cloud: Cloud, { findings }: CheckResult, design: Design): Answer[] {
  const given: Given = { cloud, findings, design };
  return cloud.words.questions.map(({ value }): Answer => {
    const question = outsideText(value, 200) ?? "your question";
    const ways: readonly (readonly [string, readonly Topic[]])[] = [
      [value, NARROW_TOPICS],
      [contextOf(cloud, value), NARROW_TOPICS],
      [value, BROAD_TOPICS],
    ];
    for (const [asked, topics] of ways)
      for (const { pattern, about, answer } of topics) {
        if (!pattern.test(asked)) continue;
        const own = findings.filter(about).toSorted((left, right) => rank(left) - rank(right));
        const text = answer(given, own);
        if (text === null) continue;
        const evidence = own.filter(({ severity }) => severity !== "info").slice(0, 5);
        return { question, answer: text, evidence: evidence.map(({ fingerprint }) => fingerprint) };
      }
    return { question, answer: "The rules have no answer to that; what they found is below.", evidence: [] };
  });
}

/** "What do we lose?" is about what was said right before it; empty for a question that is whole by itself. */
function contextOf({ intake }: Cloud, question: string): string {
  if (question.split(/\s+/).length > 5) return "";
  for (const { name, text } of intake.sources) {
    if (intake.recognitions[name]?.kind !== "words") continue;
    const at = text.indexOf(question);
    if (at > 0) return text.slice(Math.max(0, at - 160), at);
  }
  return "";
}

const RANKS = ["high", "medium", "low", "info"];
const rank = ({ severity }: Finding): number => RANKS.indexOf(severity);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Why boots are as they are: what was found, else what the chain shows. */
function aboutBoots({ cloud, design }: Given, about: readonly Finding[]): string {
  const causes = about.filter(serious).slice(0, 3);
  if (causes.length > 0) return causes.map(({ title }) => sentence(title)).join(" ");
  if (cloud.clone.effectiveNova === true)
    return `Nothing in these files keeps boots of raw images from being clones. ${design.a.cow.why} Look at the image that is slow: its format, and whether its disk has a parent in rbd info.`;
  return design.a.cow.why;
}

/** What is shown, what it costs to hide it, and what is unsafe about it. */
function aboutLocations({ cloud, design }: Given, about: readonly Finding[]): string {
  const shown = cloud.glance.map(
    ({ file, showDirectUrl, showMultipleLocations }) =>
      `${file} has show_image_direct_url ${word(showDirectUrl)} and show_multiple_locations ${word(showMultipleLocations)}.`,
  );
  const needed =
    design.a.cow.recommend === "yes"
      ? "Nova clones only from a location that it sees in the image: with both off, every boot copies the whole image. show_image_direct_url alone is enough for it, and belongs on an endpoint that users cannot reach; show_multiple_locations also lets users change locations, and can go."
      : "Nothing here clones from a location, so that both can be off.";
  const unsafe = about
    .filter(serious)
    .slice(0, 3)
    .map(({ title }) => sentence(title));
  return [...shown, ...unsafe, needed].join(" ");
}

const word = (value: boolean | "unknown"): string =>
  value === "unknown" ? "in a way that cannot be read" : value ? "on" : "off";

function aboutCache({ cloud, design }: Given, about: readonly Finding[]): string {
  const states = cloud.glance.map(
    ({ file, cacheActive }) =>
      `In ${file} the cache is ${cacheActive === true ? "on" : cacheActive === false ? "off" : "not to be told"}.`,
  );
  const found = about
    .filter(serious)
    .slice(0, 2)
    .map(({ title }) => sentence(title));
  return [...states, ...found, design.d.why].join(" ");
}

function aboutHealth({ findings, design }: Given, about: readonly Finding[]): string {
  const worst = about.filter(serious).slice(0, 3);
  if (worst.length === 0)
    return `Nothing serious was found in what was given.${design.c.changes.length > 0 ? ` ${plural(design.c.changes.length, "small change")} below.` : ""}`;
  const more = findings.filter(serious).length - worst.length;
  return `No: ${worst.map(({ title }) => sentence(title)).join(" ")}${more > 0 ? ` And ${plural(more, "more finding")}.` : ""}`;
}

function aboutChanges({ design }: Given, about: readonly Finding[]): string {
  const sure = design.c.changes.filter(({ conditional }) => !conditional);
  const named = sure
    .slice(0, 4)
    .map(({ section, key, value }) => (value === null ? `[${section}]${key} goes` : `[${section}]${key} = ${value}`));
  const causes = about
    .filter(serious)
    .slice(0, 2)
    .map(({ title }) => sentence(title));
  const keys =
    named.length > 0
      ? `Set ${named.join(", ")}${sure.length > named.length ? `, and ${sure.length - named.length} more` : ""}; part (c) has the order.`
      : design.c.why;
  return [...causes, keys].join(" ");
}
