/** What the words say of Glance itself: its default store, and whether locations are shown. */
import type { Said, Statements } from "../cloud.ts";
import type { Sentence } from "./sentences.ts";
import { statedClauses } from "./sentences.ts";

const WORD = "[\"'`“„]?([a-z0-9][\\w-]*)";
const DEFAULT_STORE = [
  new RegExp(
    `\\bdefault[_ -](?:glance |image )?(?:store|backend|speicher)\\b\\s*(?:is|=|:|ist|est|es)\\s*(?:the |a |on )?${WORD}`,
  ),
  new RegExp(`${WORD}["'\`”]?\\s+is (?:the|our) default (?:glance |image )?(?:store|backend)\\b`),
] as const;
/** Words between "is" and a name that are no name. */
const NO_NAME =
  /^(?:not|set|still|now|currently|also|only|wrong|right|missing|unset|the|a|what|which|it|this|that|one|there)$/;

const LOCATIONS =
  /\bshow_(?:image_direct_url|multiple_locations)\b|\b(?:show(?:ing)?|direct[ -]urls?|image)? ?locations?\b|\bdirect[ -]urls?\b/;
const OFF = /\b(?:off|false|disabled|hidden|not (?:shown|exposed|visible)|turned off|switched off)\b/;
const ON = /\b(?:on|true|enabled|shown|exposed|visible|turned on|switched on)\b/;

/** Statements only: what is asked, planned or was once so is none. */
export function glanceStatements(
  sentences: readonly Sentence[],
  file: string,
): Pick<Statements, "defaultStore" | "locations"> {
  let defaultStore: Said<string> | null = null;
  let locations: Said<boolean> | null = null;
  for (const sentence of sentences) {
    const at = { file, line: sentence.line };
    for (const clause of statedClauses(sentence)) {
      const name = DEFAULT_STORE.map((pattern) => pattern.exec(clause)?.[1]).find(
        (word) => word && !NO_NAME.test(word),
      );
      if (name) defaultStore ??= { value: name, at, quote: sentence.text };
      const about = /\b(?:is|are|=|:)\s*(?:\w+ )?/.test(clause) && LOCATIONS.test(clause);
      const off = OFF.test(clause);
      if (about && off !== ON.test(clause)) locations ??= { value: !off, at, quote: sentence.text };
    }
  }
  return { defaultStore, locations };
}
