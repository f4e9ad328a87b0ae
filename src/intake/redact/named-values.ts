/** Secrets behind telling names inside a line: JSON members, headers, flags, queries, table cells, XML, log fields. */

import { isOtherValue, kindOfName, kindOfParameter } from "./names.ts";
import { closingQuote } from "./option-lines.ts";
import { looksStrong, placeholdersIn } from "./placeholders.ts";
import { lineEnd, note, type Sheet, type Stretch } from "./sheet.ts";

const TRIGGER = /pass|pasw|pwd|secret|token|key|cred|jwt|cookie|psk|signature|sig=|hash_path|\bpw\b/gi;
const NAME_CHARACTER = /[\w.-]/;
const LONGEST_NAME = 80;

function nameAround(text: string, at: number, from: number): Stretch {
  let start = at;
  while (start > from && at - start < LONGEST_NAME && NAME_CHARACTER.test(text[start - 1] ?? "")) start--;
  let end = at;
  while (end < text.length && NAME_CHARACTER.test(text[end] ?? "")) end++;
  return { start, end };
}

/** Only `key = ` of an INI line, or an option that was read as one: what `findInOptionLines` decided stays decided. */
const LINE_OPENING = /^[ \t]*(?:(?:[#;]+|\/\/)[ \t]*)?(?:- +)?(?:(?:export|set|setenv|declare -x) +)?$/;

function beginsLine(text: string, start: number): boolean {
  const near = text.slice(Math.max(0, start - 60), start);
  const feed = near.lastIndexOf("\n");
  if (feed < 0 && start > 60) return false;
  const before = near.slice(feed + 1);
  return LINE_OPENING.test(before.charCodeAt(0) === 0xfeff ? before.slice(1) : before);
}

const SEPARATOR = /(""|\\?["'`]|\*{1,2})?[ \t]{0,20}(=>|:=|[:=](?!=)|\|(?=[ \t])|>(?=[^\s<]))[ \t]{0,200}/y;
const FLAG_BLANK = /[ \t]{1,20}(?=[^\s-])/y;
const TOLD = /[ \t]+(?:is|was|are|lautet|ist)[ \t]*:?[ \t]+/iy;

/** `doubled`: the quotes are doubled, as in a CSV cell. */
type Behind = { at: number; by: string; doubled: boolean };

/** Where the value behind a name begins, and by what it is parted from it; null where none follows. */
function behindName(text: string, start: number, end: number): Behind | null {
  SEPARATOR.lastIndex = end;
  const match = SEPARATOR.exec(text);
  if (match !== null) return { at: SEPARATOR.lastIndex, by: match[2] ?? "", doubled: match[1] === '""' };
  if (text[start] === "-") {
    FLAG_BLANK.lastIndex = end;
    if (FLAG_BLANK.test(text)) return { at: FLAG_BLANK.lastIndex, by: " ", doubled: false };
  }
  TOLD.lastIndex = end;
  return TOLD.test(text) ? { at: TOLD.lastIndex, by: "is", doubled: false } : null;
}

const SEGMENT = /[^\s"'`<>|,;&]*/y;
const QUERY_VALUE = /[^\s"'`<>|&#]*/y;
const QUOTED_OPENING = /\\?["'`]|&quot;/y;
const NEXT_FIELD = /[,;&]+(?:[ \t]*["']?[A-Za-z_][\w.-]{0,60}["']?[=:]|(?=[\s"'`<>|]|$))/y;

function quotedEnd(sheet: Sheet, from: number, opening: string): number {
  const end = lineEnd(sheet, from);
  if (opening.length === 1) return closingQuote(sheet.text, from, end, opening);
  if (opening[0] === "\\") return closingEscaped(sheet.text, from, end, opening[1] ?? "");
  const close = sheet.text.slice(from, end).indexOf(opening);
  return close < 0 ? -1 : from + close;
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count > from && text[at - count - 1] === "\\") count++;
  return count;
}

/** The end of a JSON text inside of a JSON text: `\"`; a quote in it is `\\\"`, and one without `\` ends the outer text. */
function closingEscaped(text: string, from: number, end: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0 && at < end; at = text.indexOf(quote, at + 1)) {
    const backslashes = backslashesBefore(text, at, from);
    if (backslashes % 4 === 1) return at - 1;
    if (backslashes === 0) return at;
  }
  return -1;
}

/** The end of a JSON text inside of a CSV cell: `""`; a quote in it is `\""`. */
function closingDoubled(text: string, from: number, end: number): number {
  for (let at = text.indexOf('""', from); at >= 0 && at < end; at = text.indexOf('""', at + 2))
    if (backslashesBefore(text, at, from) % 2 === 0) return at;
  return -1;
}

/** A value without quotes: to a blank, a quote, or a comma with which another field begins. */
function unquotedEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    SEGMENT.lastIndex = at;
    SEGMENT.test(text);
    at = SEGMENT.lastIndex;
    NEXT_FIELD.lastIndex = at;
    if (!/[,;&]/.test(text[at] ?? "") || NEXT_FIELD.test(text)) break;
    at++;
  }
  while (at > from && /[)\]}.]/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** The value that begins at `at`. */
function valueAt(sheet: Sheet, { at, by, doubled }: Behind, query: boolean): Stretch | null {
  const { text } = sheet;
  if (doubled && text.startsWith('""', at)) {
    const close = closingDoubled(text, at + 2, lineEnd(sheet, at));
    return close < 0 ? null : { start: at + 2, end: close };
  }
  QUOTED_OPENING.lastIndex = at;
  const opening = QUOTED_OPENING.exec(text)?.[0];
  if (opening !== undefined) {
    const from = at + opening.length;
    const close = quotedEnd(sheet, from, opening);
    return { start: from, end: close < 0 ? lineEnd(sheet, from) : close };
  }
  if (by === "|") {
    const cell = /[^|\n]{1,2000}/y;
    cell.lastIndex = at;
    const match = cell.exec(text);
    return match === null || text[cell.lastIndex] !== "|" ? null : { start: at, end: at + match[0].trimEnd().length };
  }
  if (by === ">") {
    const end = Math.min(lineEnd(sheet, at), at + 4000);
    const close = text.slice(at, end).indexOf("<");
    return close < 0 ? null : { start: at, end: at + close };
  }
  if (/[{[]/.test(text[at] ?? "")) return null;
  if (!query) return { start: at, end: unquotedEnd(text, at) };
  QUERY_VALUE.lastIndex = at;
  QUERY_VALUE.test(text);
  return { start: at, end: QUERY_VALUE.lastIndex };
}

/**
 * Notes values behind names that tell of a secret, wherever in a line they stand. A name that begins a line of the
 * form `name = value` was decided before and is passed over.
 */
export function findNamedValues(sheet: Sheet): void {
  const { text } = sheet;
  let from = 0;
  TRIGGER.lastIndex = 0;
  for (let match = TRIGGER.exec(text); match !== null; match = TRIGGER.exec(text)) {
    const { start, end } = nameAround(text, match.index, from);
    from = end;
    TRIGGER.lastIndex = Math.max(end, match.index + 1);
    if (end - start > LONGEST_NAME || placeholdersIn(text.slice(start, end)).length > 0) continue;
    const name = text.slice(start, end).replace(/^[-.]+|[-.]+$/g, "");
    const query = /[?&]/.test(text[start - 1] ?? "");
    const kind = query ? kindOfParameter(name) : kindOfName(name);
    if (kind === null) continue;
    const behind = behindName(text, start, end);
    if (behind === null) continue;
    if (/^[=:]/.test(behind.by) && text[start] !== "-" && /[\s=:]/.test(text[end] ?? "") && beginsLine(text, start))
      continue;
    const value = valueAt(sheet, behind, query);
    if (value === null) continue;
    const plain = text.slice(value.start, Math.min(value.end, value.start + 500));
    const told = behind.by === "is" || behind.by === ":" ? isTold(text, value, plain, behind.by) : true;
    if (told && !isOtherValue(kind, plain) && note(sheet, value.start, value.end, kind)) from = value.end;
    else if (value.end - value.start > 200) from = value.end;
    TRIGGER.lastIndex = Math.max(TRIGGER.lastIndex, from);
  }
}

/** Whether a value after a colon or "is" is meant as one: quoted, or not the next word of a sentence. */
function isTold(text: string, value: Stretch, plain: string, by: string): boolean {
  if (/["'`;]/.test(text[value.start - 1] ?? "") || looksStrong(plain)) return true;
  return by === ":" && !/^[ \t]+[A-Za-z]/.test(text.slice(value.end, value.end + 40)) && !/[(:]$/.test(plain);
}
