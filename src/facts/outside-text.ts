/** The only way a name, tag or comment from outside may be shown: harmless, short, visible, or not at all. */
import { looksLikeInstruction } from "./injection.ts";

// control characters, bidirectional marks, zero-width characters, line and paragraph separators, tag characters
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** Characters that start markup in Slack, Markdown, HTML or a shell. */
const MARKUP = /[<>&`*_~|[\](){}$\\!#@"']/g;

/**
 * Text from outside made safe, or null when it gives orders, mentions, links or commands: then name the object by its id.
 * Invisible characters become `\u{...}`, markup characters are dropped, and the length is bounded.
 */
export function outsideText(text: string, limit = 60): string | null {
  if (looksLikeInstruction(text)) return null;
  const visible = text
    .replaceAll(INVISIBLE, (character) => `u+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`)
    .replaceAll(MARKUP, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const characters = [...visible];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : visible;
}

/** The name of a store, backend, path or value letter by letter where it is an ordinary one, else `otherwise`. */
export function plainName(text: string, otherwise: string): string {
  return /^[\w.+/:-]{1,60}$/.test(text) ? text : otherwise;
}
