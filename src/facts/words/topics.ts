/** Statements that one pattern tells: counts, upload paths, upkeep, wishes. A table, so that a new one is a line. */
import type { Said, Statements, UploadPath } from "../cloud.ts";
import { NUMBER, numberOf } from "./numbers.ts";
import type { Sentence } from "./sentences.ts";

const said = <Value>(value: Value, sentence: Sentence, file: string): Said<Value> => ({
  value,
  at: { file, line: sentence.line },
  quote: sentence.text,
});

const API_NODES = new RegExp(
  `\\b${NUMBER}\\s+(?:\\w+\\s+)?(?:controllers?|control(?:ler)? nodes?|api nodes?|glance(?:-api)?(?: api)? (?:nodes?|servers?|hosts?|instances?)|control plane nodes?|glance-apis?|kontroll?er(?:knoten)?|contrôleurs?|controladores)\\b`,
);
const COMPUTES = new RegExp(`\\b${NUMBER}\\s+(?:\\w+\\s+)?(?:computes?|compute nodes?|hypervisors?|compute hosts?)\\b`);

/** The first sentence that counts something. A question may state a count as well ("we have three controllers, is that ...?"). */
export function countStatements(
  sentences: readonly Sentence[],
  file: string,
): Pick<Statements, "apiNodes" | "computes"> {
  const find = (pattern: RegExp): Said<number> | null => {
    for (const sentence of sentences) {
      const match = pattern.exec(sentence.plain);
      const value = match?.[1] ? numberOf(match[1]) : Number.NaN;
      if (Number.isInteger(value) && value > 0) return said(value, sentence, file);
    }
    return null;
  };
  return { apiNodes: find(API_NODES), computes: find(COMPUTES) };
}

const UPLOADS: readonly [UploadPath, RegExp][] = [
  [
    "import",
    /image create[^`]*--import\b|\bimage-create-via-import\b|\bglance-direct\b|\b(?:use|uses|using|via|through|by|with) (?:the )?(?:interoperable )?import(?:s| api)?\b/,
  ],
  ["web-download", /\bweb-download\b|\bfrom (?:a|the) url\b/],
  ["dashboard", /\b(dashboard|horizon|skyline|web ui|gui)\b/],
  [
    "put",
    /image create(?![^`]*--import)[^`]*--file\b|\bimage-create\b[^`]*--file\b|\bput \/v2\/images|\bdirect uploads?\b|\bplain uploads?\b/,
  ],
  [
    "pipeline",
    /\b(pipeline|ci job|packer|diskimage-builder|jenkins|gitlab|automation) ?(?:that |which )?(?:uploads?|builds?|pushes|publishes|creates)?\b/,
  ],
  ["snapshot", /\bsnapshots?\b/],
];

/** Ways in that the words name as used. */
export function uploadStatements(sentences: readonly Sentence[], file: string): Said<UploadPath>[] {
  const found = new Map<UploadPath, Said<UploadPath>>();
  for (const sentence of sentences) {
    if (sentence.hypothetical) continue;
    for (const [path, pattern] of UPLOADS)
      if (!found.has(path) && pattern.test(sentence.plain)) found.set(path, said(path, sentence, file));
  }
  return [...found.values()];
}

const NEGATED = /\b(no|not|never|without|none|kein|keine|nicht|pas de|sans|sin|sem|n't)\b/;

type Toggle = { key: "sharedStaging" | "pruner" | "scrubber" | "copyImagePolicyOpen"; topic: RegExp };
const TOGGLES: readonly Toggle[] = [
  { key: "sharedStaging", topic: /\bshared staging\b|\bstaging (?:\w+ ){0,4}(?:is |are )?(?:shared|on nfs)\b/ },
  { key: "pruner", topic: /\b(cache[- ]pruner|pruner)\b/ },
  { key: "scrubber", topic: /\b(glance-scrubber|scrubber)\b/ },
  { key: "copyImagePolicyOpen", topic: /\bcopy[-_]image\b[^.]*\bpolicy\b|\bpolicy\b[^.]*\bcopy[-_]image\b/ },
];

type Mark = {
  key: "wantsMultiStore" | "wantsCache" | "encryptedVolumes" | "multipleGlances" | "locationsInternalOnly";
  pattern: RegExp;
  alsoIn: "any" | "statements";
};
const MARKS: readonly Mark[] = [
  {
    key: "wantsMultiStore",
    pattern: /\b(multi[- ]?store|multiple stores|several stores|enabled_backends)\b/,
    alsoIn: "any",
  },
  {
    key: "wantsCache",
    pattern: /\b(image cache|glance cache|cachemanagement|enable (?:the )?cach|turn on (?:the )?cach)/,
    alsoIn: "any",
  },
  {
    key: "encryptedVolumes",
    pattern: /\b(encrypted volumes?|luks|volume encryption|encrypted volume types?)\b/,
    alsoIn: "statements",
  },
  {
    key: "multipleGlances",
    pattern:
      /\b(two|several|multiple|second|another|other) (?:glances?|regions?|clouds?|openstacks?|control planes?)\b[^.]*\b(same|share[sd]?|one)\b[^.]*\b(pool|ceph|cluster)\b/,
    alsoIn: "statements",
  },
  {
    key: "locationsInternalOnly",
    pattern: /\b(internal(?:-only)? (?:endpoint|api|glance)|separate internal)\b/,
    alsoIn: "statements",
  },
];

/** Yes-or-no statements; a negation in the sentence turns a toggle off. */
export function toggleStatements(
  sentences: readonly Sentence[],
  file: string,
): Pick<Statements, Toggle["key"] | Mark["key"]> {
  const result: Pick<Statements, Toggle["key"] | Mark["key"]> = {
    sharedStaging: null,
    pruner: null,
    scrubber: null,
    copyImagePolicyOpen: null,
    wantsMultiStore: null,
    wantsCache: null,
    encryptedVolumes: null,
    multipleGlances: null,
    locationsInternalOnly: null,
  };
  for (const sentence of sentences) {
    for (const { key, topic } of TOGGLES)
      if (!sentence.question && !sentence.hypothetical && topic.test(sentence.plain))
        result[key] ??= said(!NEGATED.test(sentence.plain), sentence, file);
    for (const { key, pattern, alsoIn } of MARKS) {
      const counts =
        alsoIn === "any"
          ? !NEGATED.test(sentence.plain)
          : !sentence.question && !sentence.hypothetical && !NEGATED.test(sentence.plain);
      if (counts && pattern.test(sentence.plain)) result[key] ??= said(true, sentence, file);
    }
  }
  return result;
}

const PRICE =
  /\b([\w-]+)\s*(?:store|tier|pool)?\s*(?:costs?|is|at|=|:)?\s*(?:about )?(?:([€$£])\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?(€|eur|usd|\$|gbp|£|chf))\s*(?:per|\/|a)\s*tib?(?:\b|[ /-])/g;
const CURRENCIES: Readonly<Record<string, string>> = { "€": "EUR", $: "USD", "£": "GBP" };

/** Money per TiB and month, with the store that it is said of. */
export function priceStatements(sentences: readonly Sentence[], file: string): Statements["prices"] {
  return sentences.flatMap((sentence) =>
    [...sentence.plain.matchAll(PRICE)].map((match) => {
      const [, store = "", sign, before, after, word] = match;
      const currency = sign ?? word ?? "";
      return said(
        {
          store,
          amount: Number((before ?? after ?? "0").replace(",", ".")),
          currency: CURRENCIES[currency] ?? currency.toUpperCase(),
        },
        sentence,
        file,
      );
    }),
  );
}
