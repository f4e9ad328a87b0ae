/** A text on its way through redaction. */
import type { RedactionKind, SourceKind } from "../source.ts";
import { isStandIn } from "./placeholders.ts";

export type Stretch = { start: number; end: number };

/** A secret's place; it never holds a line end. `whole`: what it is a part of, where it goes over several lines. */
export type Span = { start: number; end: number; kind: RedactionKind; whole?: string };

/** A stretch in which a URL's credentials may stand though it holds spaces or quotes: a whole option value. */
export type UrlStretch = { start: number; end: number; scheme: string };

export type Sheet = { text: string; kind: SourceKind; spans: Span[]; urls: UrlStretch[]; line: Stretch };

export function sheetOf(text: string, kind: SourceKind): Sheet {
  return { text, kind, spans: [], urls: [], line: { start: 0, end: -1 } };
}

/** Notes a secret unless the text there is a stand-in; tells whether it did. */
export function note(sheet: Sheet, start: number, end: number, kind: RedactionKind, whole?: string): boolean {
  if (end <= start || isStandIn(sheet.text.slice(start, end))) return false;
  sheet.spans.push(whole === undefined ? { start, end, kind } : { start, end, kind, whole });
  return true;
}

/** The end of the line that `from` is in, without its line end. The last line is remembered: one may be the whole text. */
export function lineEnd(sheet: Sheet, from: number): number {
  const { text, line } = sheet;
  if (from >= line.start && from <= line.end) return line.end;
  const feed = text.indexOf("\n", from);
  const end = feed < 0 ? text.length : feed;
  line.start = from;
  line.end = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  return line.end;
}

const isBlankCode = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 160;

/** The stretch without blanks at its ends. */
export function trimmed(text: string, start: number, end: number): Stretch {
  let from = start;
  let to = end;
  while (from < to && isBlankCode(text.charCodeAt(from))) from++;
  while (to > from && isBlankCode(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}
