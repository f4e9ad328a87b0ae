/** Patterns over words of several scripts: the plain `\b` sees no border beside letters that are not ASCII. */

const LETTER = "[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}_]";

/** Matches any of the words or phrases, each on its own, in scripts that put blanks between words. */
export function words(...sources: readonly string[]): RegExp {
  return new RegExp(`(?<!${LETTER})(?:${sources.join("|")})(?!${LETTER})`, "u");
}

/** As `words`, and also any of the pieces of a script without blanks. */
export function wordsOr(cjk: string, ...sources: readonly string[]): RegExp {
  return new RegExp(`${words(...sources).source}|(?:${cjk})`, "u");
}

/** The same pattern for `matchAll`. */
export const everywhere = (pattern: RegExp): RegExp => new RegExp(pattern.source, "gu");
