/** Guesses at what a line was meant to be that oslo.config refuses. Used only where the file is refused anyway. */

/** A word that can be an option's name. */
export function isOptionName(word: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(word);
}

/** The name that a header without its closing bracket, or with text behind it, was meant to have; empty if there is none. */
export function guessHeader(line: string): string {
  const end = line.slice(1).search(/[\]#;]/);
  const inner = end < 0 ? line.slice(1) : line.slice(1, end + 1);
  return inner
    .trim()
    .replace(/[)}>:,]$/, "")
    .trimEnd();
}

/** True for an indented line that can only have been meant as a section header. */
export function looksLikeHeader(text: string): boolean {
  return /^\[[\w.:@-]+(\]|[ \t]*$)/.test(text);
}

/** The option that a line without separator was meant to set: its first word, unless the line reads like prose. */
export function guessKey(line: string): string | null {
  const [word = "", ...rest] = line.split(/\s+/);
  if (!isOptionName(word)) return null;
  return rest.length < 2 || word.includes("_") ? word : null;
}

/** True for a value that visibly goes on: a comma at its end, or a bracket that is still open. */
export function isUnfinished(value: string): boolean {
  if (value.endsWith(",")) return true;
  return (value.startsWith("[") && !value.endsWith("]")) || (value.startsWith("{") && !value.endsWith("}"));
}
