/** Reads a file in oslo.config's grammar: what its parser accepts is read alike, what it refuses is named and read as it was meant. */
import type { Entry, OsloConfig, SyntaxIssue } from "./config.ts";
import { guessHeader, guessKey, isOptionName, isUnfinished, looksLikeHeader } from "./mend.ts";
import { strip, stripEnd, stripStart, textLines } from "./python-text.ts";

/** oslo.config's own sentences (oslo_config/iniparser.py, oslo_config/cfg.py ConfigParser). */
const MESSAGES = {
  "byte-order-mark": "No ':' or '=' found in assignment",
  "section-unclosed": "Invalid section (must end with ])",
  "section-empty": "Empty section name",
  "before-section": "Section must be started before assignment",
  "no-separator": "No ':' or '=' found in assignment",
  "empty-key": "Key cannot be empty",
  "continuation-without-key": "Unexpected continuation line",
} as const satisfies Record<SyntaxIssue["code"], string>;

type Reading = {
  config: OsloConfig;
  lines: readonly string[];
  line: number;
  /** null before any header, empty behind a header that names nothing. */
  section: string | null;
  /** The entry that an indented line continues. */
  open: Entry | null;
  /** The last entry of the section, also when a comment or a blank line has closed it. */
  last: Entry | null;
  /** Width of the indentation of an open entry that should not have been indented. */
  indent: number | null;
};

/**
 * Reads `text` as oslo.config does (oslo_config/iniparser.py BaseParser.parse). Never throws: every fault is an issue,
 * and the reading goes on as if it were mended. Without issues, `entries` is exactly what the service sees.
 */
export function readOsloConfig(text: string, file: string): OsloConfig {
  const marked = text.charCodeAt(0) === 0xfeff;
  const lines = textLines(marked ? text.slice(1) : text);
  const lineCount = marked && lines.length === 0 ? 1 : lines.length;
  const config: OsloConfig = { file, headers: [], entries: [], issues: [], comments: [], lineCount };
  const reading: Reading = { config, lines, line: 0, section: null, open: null, last: null, indent: null };
  if (marked) config.issues.push(byteOrderMark(lines));
  for (const line of lines) {
    reading.line += 1;
    readLine(reading, line);
  }
  close(reading);
  return config;
}

function readLine(reading: Reading, written: string): void {
  const line = stripEnd(written);
  const first = line.charCodeAt(0);
  if (first === 0x20 || first === 0x09) {
    readIndented(reading, line, written);
    return;
  }
  close(reading);
  if (line === "") return;
  if (first === 0x5b) readHeader(reading, line);
  else if (first === 0x23 || first === 0x3b) reading.config.comments.push({ line: reading.line, text: line });
  else readAssignment(reading, line, written);
}

/** Ends the open entry; one that stands before any header is refused here, as oslo.config does. */
function close(reading: Reading): void {
  const entry = reading.open;
  if (entry === null) return;
  reading.open = null;
  reading.indent = null;
  if (reading.section !== null) return;
  const reportedLine = Math.min(entry.endLine + 1, reading.config.lineCount);
  const { line, key, value } = entry;
  const text = stripEnd(reading.lines[line - 1] ?? "");
  report(reading, "before-section", { line, reportedLine, text, section: null, key, value });
}

function readHeader(reading: Reading, line: string): void {
  const closed = line.endsWith("]");
  const name = closed ? line.slice(1, -1) : guessHeader(line);
  const section = name === "" ? null : name;
  if (!closed) report(reading, "section-unclosed", { text: line, section });
  else if (section === null) report(reading, "section-empty", { text: line, section });
  startSection(reading, name);
}

function startSection(reading: Reading, name: string): void {
  reading.section = name;
  reading.last = null;
  if (name !== "") reading.config.headers.push({ name, line: reading.line });
}

function readAssignment(reading: Reading, line: string, written: string): void {
  const at = separatorAt(line);
  if (at < 0) {
    const key = guessKey(line);
    report(reading, "no-separator", { text: line, key, value: key === null ? null : strip(line.slice(key.length)) });
    return;
  }
  const key = stripEnd(line.slice(0, at));
  if (key === "") report(reading, "empty-key", { text: line });
  else openEntry(reading, key, at, written);
}

/** Position of the first of `=` and `:`, or -1. */
function separatorAt(line: string): number {
  const colon = line.indexOf(":");
  const equals = line.indexOf("=");
  if (colon < 0) return equals;
  return equals < 0 ? colon : Math.min(colon, equals);
}

function openEntry(reading: Reading, key: string, separatorAt: number, written: string): void {
  const raw = written.slice(separatorAt + 1);
  const entry: Entry = {
    section: reading.section ?? "DEFAULT",
    key: stripStart(key),
    value: unquote(strip(raw)),
    raw,
    separator: written.charAt(separatorAt) === "=" ? "=" : ":",
    line: reading.line,
    endLine: reading.line,
    continuations: [],
  };
  reading.config.entries.push(entry);
  reading.open = entry;
  reading.last = entry;
}

/** One pair of equal quotes goes; a lone quote counts as its own pair, as in Python's `value[1:-1]`. */
function unquote(value: string): string {
  const first = value.charAt(0);
  return (first === '"' || first === "'") && value.endsWith(first) ? value.slice(1, -1) : value;
}

function readIndented(reading: Reading, line: string, written: string): void {
  const text = stripStart(line);
  const misplaced = reading.indent !== null && line.length - text.length <= reading.indent;
  if (reading.open !== null && !misplaced) {
    continueEntry(reading, reading.open, text);
    return;
  }
  close(reading);
  readOrphan(reading, text, line, written);
}

function continueEntry(reading: Reading, entry: Entry, text: string): void {
  entry.value += `\n${text}`;
  entry.endLine = reading.line;
  entry.continuations.push({ line: reading.line, text });
}

/** An indented line with nothing to continue: always an issue, then read as what it was most likely meant to be. */
function readOrphan(reading: Reading, text: string, line: string, written: string): void {
  const { last } = reading;
  const code = "continuation-without-key";
  if (looksLikeHeader(text)) {
    const name = text.endsWith("]") ? text.slice(1, -1) : guessHeader(text);
    report(reading, code, { text: line, section: name });
    startSection(reading, name);
  } else if (text.startsWith("#") || text.startsWith(";")) {
    report(reading, code, { text: line });
    reading.config.comments.push({ line: reading.line, text });
  } else if (last !== null && (text.startsWith(",") || isUnfinished(last.value))) {
    report(reading, code, { text: line, key: last.key });
    continueEntry(reading, last, text);
    reading.open = last;
  } else {
    readIndentedAssignment(reading, text, line, written);
  }
}

function readIndentedAssignment(reading: Reading, text: string, line: string, written: string): void {
  const code = "continuation-without-key";
  const at = separatorAt(line);
  const key = at < 0 ? "" : strip(line.slice(0, at));
  if (!isOptionName(key)) {
    report(reading, code, { text: line, key: reading.last?.key ?? null });
    return;
  }
  report(reading, code, { text: line, key, value: unquote(strip(line.slice(at + 1))) });
  openEntry(reading, key, at, written);
  reading.indent = line.length - text.length;
}

/** oslo.config takes the mark for a letter of the first line: usually no assignment, else one before any section. */
function byteOrderMark(lines: readonly string[]): SyntaxIssue {
  const text = `\ufeff${stripEnd(lines[0] ?? "")}`;
  const issue = { line: 1, text, section: null, key: null, value: null } as const;
  const code = "byte-order-mark";
  if (separatorAt(text) < 0) return { ...issue, code, message: MESSAGES[code], reportedLine: 1 };
  let end = 1;
  while (/^[ \t]/.test(stripEnd(lines[end] ?? ""))) end += 1;
  return { ...issue, code, message: MESSAGES["before-section"], reportedLine: Math.min(end + 1, lines.length) };
}

function report(reading: Reading, code: SyntaxIssue["code"], found: Partial<SyntaxIssue> & { text: string }): void {
  const { line } = reading;
  const section = reading.section === "" ? null : reading.section;
  reading.config.issues.push({
    line,
    reportedLine: line,
    code,
    message: MESSAGES[code],
    section,
    key: null,
    value: null,
    ...found,
  });
}
