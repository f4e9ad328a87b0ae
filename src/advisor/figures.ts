/** Figures in a text, with the unit that follows them: the same reading for what we say and for what a model says. */

export type Figure = { figure: string; unit: string | null; at: number };

const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(%|percent|per cent|pct|prozent|pour cent|por ciento)/i, "%"],
  [/^([KMGTPE]iB)\b/, "$"],
  [/^([KMGTPE]B)\b/, "$"],
  [/^(bytes?|B)\b/, "B"],
  [/^(milliseconds?|ms)\b/i, "ms"],
  [/^(seconds?|secs?|s|sekunden?)\b/i, "s"],
  [/^(minutes?|mins?|minuten?)\b/i, "min"],
  [/^(hours?|hrs?|h|stunden?)\b/i, "h"],
  [/^(days?|tagen?|tage)\b/i, "d"],
  [/^(weeks?|wochen?)\b/i, "w"],
  [/^(months?|monaten?|monate)\b/i, "mo"],
  [/^(years?|jahren?|jahre)\b/i, "y"],
  [/^(times|x|×|fold|-fold|mal)\b/i, "times"],
  [/^(€|\$|£|EUR|USD|GBP|CHF|euros?|dollars?)/i, "money"],
  [/^([KMGT]?bit\/s|[KMG]bps|IOPS)\b/i, "rate"],
];

const NUMBER = /(?<![\p{L}\p{N}_])(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.,]\d+)?/gu;

/** Numbers that are no part of a name; `1,000` is a thousand and `80,1` is 80.1. */
export function figuresIn(text: string): Figure[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const [written] = match;
    const after = text.slice(match.index + written.length).replace(/^[\s\u00a0\u202f-]{0,2}/u, "");
    const before = text.slice(Math.max(0, match.index - 4), match.index);
    const unit = unitOf(after) ?? (/(€|\$|£|EUR|USD|GBP|CHF)\s?$/i.test(before) ? "money" : null);
    return { figure: plain(written), unit, at: match.index };
  });
}

function plain(written: string): string {
  const thousands = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(written) ? written.replaceAll(",", "") : written;
  return String(Number(thousands.replace(",", ".")));
}

function unitOf(after: string): string | null {
  for (const [pattern, unit] of UNIT_WORDS) {
    const match = pattern.exec(after);
    if (match) return unit === "$" ? (match[1] ?? null) : unit;
  }
  return null;
}
