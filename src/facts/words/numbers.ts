/** Numbers in words and digits. */

const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  single: 1,
  both: 2,
  ein: 1,
  eine: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  dois: 2,
  três: 3,
  quatro: 4,
  две: 2,
  два: 2,
  три: 3,
  четыре: 4,
  пять: 5,
};

/** A pattern source that matches any number this module reads. */
export const NUMBER = `(\\d{1,4}|${Object.keys(WORDS).join("|")})`;

/** The value of a match of `NUMBER`. */
export function numberOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : (WORDS[text.toLowerCase()] ?? Number.NaN);
}
