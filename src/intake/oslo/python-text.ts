/** What Python calls white space and a line; oslo.config inherits both, and JavaScript's `trim` differs (U+FEFF, U+0085, U+001C to U+001F). */

/** True for the characters that Python's `str.strip` removes. */
export function isPythonSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** `text` without Python white space at its end. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isPythonSpace(text.charCodeAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** `text` without Python white space at its start. */
export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && isPythonSpace(text.charCodeAt(start))) start += 1;
  return start === 0 ? text : text.slice(start);
}

/** `text` without Python white space at both ends. */
export function strip(text: string): string {
  return stripStart(stripEnd(text));
}

/** The lines of a text file as Python opens it: LF, CR LF and a lone CR end a line; no empty line behind the last end. */
export function textLines(text: string): string[] {
  const lines = (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
