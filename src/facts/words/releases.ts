/** Release names in words: numbers, code names, distributions. */
import { RELEASES } from "../../options/option.ts";
import type { Said, Statements } from "../cloud.ts";
import type { Sentence } from "./sentences.ts";

/** Code names of the releases in the catalogue. */
export const CODE_NAMES: Readonly<Record<string, string>> = {
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
/** Distributions that are one release by another name. */
const DISTRIBUTIONS: readonly [RegExp, string][] = [
  [/\b(?:rhosp|osp|red hat openstack(?: platform)?)\s*17\b/, "wallaby"],
  [/\b(?:rhosp|osp|red hat openstack(?: platform)?)\s*16\b/, "train"],
  [/\b(?:rhosp|osp|red hat openstack(?: platform)?)\s*13\b/, "queens"],
  [/\brhoso\s*18\b/, "2023.1"],
];

const NUMBERED = /\b(20(?:1\d|2\d)\.[12])\b/g;
const NAMED = new RegExp(`\\b(${[...Object.keys(CODE_NAMES), ...OLD_NAMES].join("|")})\\b`, "g");
/** Words that make an old code name mean the release and not a train, a rocky linux or a stein. */
const ABOUT_OPENSTACK =
  /\b(openstack|release|glance|nova|cinder|kolla|cloud|osa|on|runs?|running|version|upgrade[ds]?|tripleo|charms?|packstack|wir|nous|usamos)\b/;
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
]);
const TARGET = /\b(?:to|towards|going to|target(?:ing)?|upgrade to|move to|auf|vers|a|para)\s+$/;

/** Releases that the cloud is said to run, in order of mention; the target of an upgrade is left out. */
export function releaseStatements(sentences: readonly Sentence[], file: string): Statements["releases"] {
  const found: Said<string>[] = [];
  for (const sentence of sentences) {
    for (const { value, before } of mentions(sentence.plain)) {
      if (TARGET.test(before) && /\b(upgrade|upgrading|move|moving|migrate|migration|plan|going)\b/.test(before))
        continue;
      if (
        /\b(since|after|until|before|from|ex-|used to be|originally|was|older than|newer than)\s+$/.test(before) &&
        !/\bupgrade from\s+$/.test(before) &&
        found.length > 0
      )
        continue;
      if (!found.some((known) => known.value === value))
        found.push({ value, at: { file, line: sentence.line }, quote: sentence.text });
    }
  }
  return found;
}

function mentions(plain: string): { value: string; before: string }[] {
  const result: { value: string; before: string; index: number }[] = [];
  for (const match of plain.matchAll(NUMBERED))
    result.push({ value: match[1] ?? "", before: plain.slice(0, match.index), index: match.index });
  for (const match of plain.matchAll(NAMED)) {
    const name = match[1] ?? "";
    const after = plain.slice(match.index + name.length, match.index + name.length + 8);
    if (
      AMBIGUOUS.has(name) &&
      (!ABOUT_OPENSTACK.test(plain) ||
        /^ ?(linux|-?\d)/.test(after) ||
        /image|`/.test(plain.slice(Math.max(0, match.index - 8), match.index)))
    )
      continue;
    result.push({ value: CODE_NAMES[name] ?? name, before: plain.slice(0, match.index), index: match.index });
  }
  for (const [pattern, value] of DISTRIBUTIONS) {
    const match = pattern.exec(plain);
    if (match) result.push({ value, before: plain.slice(0, match.index), index: match.index });
  }
  return result.sort((left, right) => left.index - right.index);
}

/** A release of the catalogue. */
export const isCatalogued = (value: string): boolean => (RELEASES as readonly string[]).includes(value);
