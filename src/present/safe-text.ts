/** The last gate before a screen: no control, bidirectional or escape character leaves, whatever let it in. */

const INVISIBLE = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Control and direction characters as visible code points; line feeds are kept where `keepLines`. */
export function visible(text: string, keepLines = false): string {
  return text.replaceAll(INVISIBLE, (character) =>
    keepLines && character === "\n" ? character : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
