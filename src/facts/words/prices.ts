/** What storage costs, as the operator gives it. */
import type { Statements } from "../cloud.ts";
import type { Sentence } from "./sentences.ts";

const AMOUNT =
  /(?:([€$£])\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?(€|eur(?:os?)?|usd|us\$|dollars?|\$|gbp|£|chf|francs?))\s*(?:per|\/|a|pro|par|por|je|за)\s*ti?b(?![\p{L}])/gu;
const CURRENCIES: Readonly<Record<string, string>> = {
  "€": "EUR",
  euro: "EUR",
  euros: "EUR",
  $: "USD",
  us$: "USD",
  dollar: "USD",
  dollars: "USD",
  "£": "GBP",
  franc: "CHF",
  francs: "CHF",
};
/** Words between a store and its price that name no store. */
const FILLERS = new Set(
  "a an the our us about around roughly is are at for costs cost costing price priced of and while tier store pool storage comes to we pay it in on = : kostet etwa ca circa coûte environ cuesta unos custa cerca de".split(
    " ",
  ),
);

/** Money per TiB and month, with the store that it is said of. */
export function priceStatements(sentences: readonly Sentence[], file: string): Statements["prices"] {
  return sentences.flatMap((sentence) => {
    const { plain } = sentence;
    const matches = [...plain.matchAll(AMOUNT)];
    return matches.map((match, index) => {
      const [, sign, first, second, word] = match;
      const end = match.index + match[0].length;
      const previous = matches[index - 1];
      const since = previous ? previous.index + previous[0].length : 0;
      const currency = sign ?? word ?? "";
      return {
        value: {
          store: storeOf(plain.slice(since, match.index), plain.slice(end)),
          amount: Number((first ?? second ?? "0").replace(",", ".")),
          currency: CURRENCIES[currency] ?? currency.toUpperCase(),
        },
        at: { file, line: sentence.line },
        quote: sentence.text,
      };
    });
  });
}

/** "25 EUR per TiB and month for Ceph", else the nearest word before that is more than a filler. */
function storeOf(before: string, after: string): string {
  const named =
    /^(?:[ -]*(?:(?:and|per|a|each|\/|pro|par|por|im|al|ao)\s*)?-?\s*(?:months?|mo|monat|mois|mes|mês))?\s*(?:for|on|in|für|auf|pour|sur|para|en|em)\s+(?:the |our )?([\p{L}\p{N}-]+)/u.exec(
      after,
    )?.[1];
  if (named) return named;
  const words = before.match(/[\p{L}\p{N}-]+/gu) ?? [];
  return (
    words.findLast(
      (word) => !FILLERS.has(word) && !/^\d+$/.test(word) && !/^(?:months?|mo|monat|mois|mes|mês)$/.test(word),
    ) ?? ""
  );
}
