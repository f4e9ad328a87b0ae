/** Release names in words: numbers, code names, distributions, versions of the services. */
import type { Project, Release } from "../../options/option.ts";
import { RELEASES } from "../../options/option.ts";
import type { Said, Statements } from "../cloud.ts";
import { words, wordsOr } from "./patterns.ts";
import type { Sentence } from "./sentences.ts";

/** Code names of the releases in the catalogue. */
const CODE_NAMES: Readonly<Record<string, string>> = {
  zed: "2022.2",
  antelope: "2023.1",
  bobcat: "2023.2",
  caracal: "2024.1",
  dalmatian: "2024.2",
  epoxy: "2025.1",
  flamingo: "2025.2",
  gazpacho: "2026.1",
  hibiscus: "2026.2",
};
/** Releases older than the catalogue keep their name and are judged by its oldest part. */
export const OLD_NAMES = [
  "yoga",
  "xena",
  "wallaby",
  "victoria",
  "ussuri",
  "train",
  "stein",
  "rocky",
  "queens",
  "pike",
  "ocata",
  "newton",
] as const;
/** Old releases counted like the later ones, newest first: 2022.1 is Yoga. */
const OLD_NUMBERS = [
  "2022.1",
  "2021.2",
  "2021.1",
  "2020.2",
  "2020.1",
  "2019.2",
  "2019.1",
  "2018.2",
  "2018.1",
  "2017.2",
];

/** Distributions that are one release by another name. */
const DISTRIBUTIONS: readonly [RegExp, string][] = [
  [/(?<!\w)(?:rhosp|osp|rhel osp|red hat openstack(?: platform)?)[\s-]*17(?:\.\d)?(?![\d])/, "wallaby"],
  [/(?<!\w)(?:rhosp|osp|rhel osp|red hat openstack(?: platform)?)[\s-]*16(?:\.\d)?(?![\d])/, "train"],
  [/(?<!\w)(?:rhosp|osp|rhel osp|red hat openstack(?: platform)?)[\s-]*13(?![\d])/, "queens"],
  [/(?<!\w)(?:rhoso|red hat openstack services on openshift(?: \(rhoso\))?)[\s-]*18(?:\.\d+)*(?![\d])/, "2023.1"],
];

/** Major version of each service's first catalogued release, 2022.2: Glance 25, Nova 26, Cinder 21; one more each release. */
const FIRST_MAJOR: Readonly<Record<Project, number>> = { glance: 25, nova: 26, cinder: 21 };

/** The release that a service's major version belongs to: a catalogued number, an older code name, or null. */
export function releaseOfMajor(project: Project, major: number): string | null {
  const index = major - FIRST_MAJOR[project];
  return index < 0 ? (OLD_NAMES[-index - 1] ?? null) : (RELEASES[index] ?? null);
}

/** One spelling for each release: numbers from 2022.2 on, lower-case code names before. */
export function releaseName(name: string): string {
  const lower = name.trim().toLowerCase();
  return CODE_NAMES[lower] ?? OLD_NAMES[OLD_NUMBERS.indexOf(lower)] ?? lower;
}

/** A release of the catalogue. */
export const isCatalogued = (value: string): value is Release => (RELEASES as readonly string[]).includes(value);

const NUMBERED = /(?<![\d.])(20(?:1[7-9]|2\d)\.[12])(?!\d|\.\d)/g;
const NAMED = new RegExp(words(...Object.keys(CODE_NAMES), ...OLD_NAMES).source, "gu");
const VERSIONED =
  /(?<![\w-])(glance|nova|cinder)(?:-api|-common|-compute)?(?: version)?[ :=]+v?(\d{2})\.\d{1,2}\.\d{1,3}(?![\d])/g;

/** Names that mean other things as well: they need a word about OpenStack right beside them. */
const AMBIGUOUS = new Set([
  "rocky",
  "train",
  "stein",
  "zed",
  "pike",
  "newton",
  "victoria",
  "queens",
  "epoxy",
  "flamingo",
  "yoga",
]);
const BESIDE_BEFORE =
  /(?:openstack|release|stable\/|version|kolla|tripleo|charms?|osa|on|run|runs|running|is|are|still|from|to|wir fahren|nous sommes sur|usamos|rodamos|at)[\s(:]*(?:the |still |openstack |at )*$/;
const BESIDE_AFTER =
  /^[\s)]*(?:release|cloud|openstack|\(?20\d\d|deployment|charms?|on the|computes?|controllers?|here|$|[.,;)])/;
const ROCKY_BEFORE = /(?:openstack|release|stable\/)[\s(:]*$/;

const UPGRADE =
  "upgrad\\w*|mov(?:e|ed|ing)|migrat\\w*|went|go(?:ing)?|come|came|jump\\w*|aktualisier\\w*|umgestellt|hochgezogen|mis à jour|passés?|passer|actualiz\\w*|migramos|atualiz\\w*|обнов\\p{L}*|перешли|переходим|升级";
const DONE =
  "(?:finished|completed|done) (?:upgrading|the upgrade|moving|our upgrade)|(?:have |has |just |recently |already |wurde |haben |avons |hemos |acabamos de )?(?:upgraded|moved|migrated|went|came|jumped|aktualisiert|umgestellt|hochgezogen|mis à jour|passés?|actualizamos|actualizado|migramos|atualizamos|обновили\\p{L}*|перешли)|升级(?:了|到了|完)";
const TO =
  /(?:\bto|\btowards|\bonto|\bfor|\bauf|\bvers|\bà|\ba|\bpara|(?<!\p{L})(?:на|до)|到|至)\s*(?:openstack\s*)?$/u;
const FROM = /(?:\bfrom|\bvon|\bdepuis|\bde|\bdesde|(?<!\p{L})(?:с|со)|从)\s*(?:openstack\s*)?$/u;
/** Named as a mark in time, a comparison or a document, not as what runs. */
const ASIDE =
  /(?:\b(?:since|until|before|after|ex-|used to be|originally|was|were|older than|newer than|later than|unlike|not|isn't|not yet|removed in|added in|new in|came in|introduced in|deprecated in|fixed in|changed in|gone in|docs? (?:for|of)|documentation (?:for|of)|release notes? (?:for|of)|guide (?:for|of)|seit|ab|vor|nach|bis|nicht|depuis|avant|après|pas|desde|antes de|después de|hasta|não|antes do|depois do|начиная с|до|после|не)|自|之前)\s+(?:openstack |the |release )*$/u;
const PLANNED = wordsOr(
  "计划|打算|准备|将|明年|下个月",
  "plan\\w*|going to|will|next|soon|later|want|wants|would like|consider\\w*|about to|should|before we|intend\\w*|thinking|could|might|when we|once we|wollen|werden|nächste\\p{L}*|geplant|planen|demnächst|soll\\p{L}*|voulons|prévoyons|prochain\\p{L}*|bientôt|allons|queremos|vamos|planeamos|próxim\\p{L}*|pretendemos|хотим|планируем|собираемся|будем|скоро",
);

type Mentioned = { value: string; before: string; after: string };
type Kind = "running" | "asked" | "aside";

/** Releases that the cloud is said to run, in order of mention. The target of a coming upgrade and the start of a past one are left out. */
export function releaseStatements(sentences: readonly Sentence[], file: string): Statements["releases"] {
  const running: Said<string>[] = [];
  const asked: Said<string>[] = [];
  const keep = (list: Said<string>[], value: string, { line, text }: Sentence): void => {
    if (!list.some((known) => known.value === value)) list.push({ value, at: { file, line }, quote: text });
  };
  for (const sentence of sentences) {
    for (const clause of sentence.clauses) {
      for (const mention of mentions(clause.plain)) {
        const kind = kindOf(mention, clause.plain, clause.question);
        if (kind === "running") keep(running, mention.value, sentence);
        if (kind === "asked") keep(asked, mention.value, sentence);
      }
    }
  }
  // a question names the release that it is asked of, unless it names several
  return running.length > 0 ? running : asked.length === 1 ? asked : [];
}

function kindOf({ before, after }: Mentioned, plain: string, question: boolean): Kind {
  const upgrade = new RegExp(UPGRADE, "u").test(plain);
  const planned = PLANNED.test(plain);
  const done = new RegExp(DONE, "u").test(plain) && !planned;
  if (upgrade && FROM.test(before)) return done ? "aside" : "running";
  if (upgrade && TO.test(before)) return done ? "running" : "aside";
  if (/^\s*(?:->|→|=>|-->)/.test(after)) return "running";
  if (/(?:->|→|=>|-->)\s*$/.test(before)) return "aside";
  if (ASIDE.test(before)) return "aside";
  if (planned && PLANNED.test(before)) return "aside";
  return question ? "asked" : "running";
}

function mentions(plain: string): Mentioned[] {
  const result: (Mentioned & { index: number })[] = [];
  const add = (value: string, index: number, length: number): void => {
    result.push({ value, before: plain.slice(0, index), after: plain.slice(index + length), index });
  };
  for (const match of plain.matchAll(NUMBERED)) add(releaseName(match[0]), match.index, match[0].length);
  for (const match of plain.matchAll(NAMED))
    if (isRelease(match[0], plain.slice(0, match.index), plain.slice(match.index + match[0].length)))
      add(releaseName(match[0]), match.index, match[0].length);
  for (const match of plain.matchAll(VERSIONED)) {
    const release = releaseOfMajor(match[1] as Project, Number(match[2]));
    if (release) add(release, match.index, match[0].length);
  }
  for (const [pattern, value] of DISTRIBUTIONS) {
    const match = pattern.exec(plain);
    if (match) add(value, match.index, match[0].length);
  }
  return result.sort((left, right) => left.index - right.index);
}

function isRelease(name: string, before: string, after: string): boolean {
  if (/^[-_.]?(?:linux|\s?linux|[-\s]?\d{1,2}(?![\d.])|[-\s]images?|[-_]\w)|^\s(?:vms?|guests?|instances?)/.test(after))
    return false;
  if (/[`"'_\-/.]$/.test(before) && !/stable\/$/.test(before)) return false;
  if (name === "rocky") return ROCKY_BEFORE.test(before) || /^\s(?:release|openstack)/.test(after);
  return (
    !AMBIGUOUS.has(name) ||
    BESIDE_BEFORE.test(before) ||
    (before.trim() !== "" &&
      BESIDE_AFTER.test(after) &&
      /openstack|release|cloud|kolla|glance|nova/.test(before + after)) ||
    before.trim() === ""
  );
}
