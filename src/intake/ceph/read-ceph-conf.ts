/** Reads ceph.conf and keyrings in Ceph's grammar (ceph/ceph src/common/ConfUtils.cc, read at 02b290cc). */
import type { CephConf, CephEntry } from "./ceph-conf.ts";

/** One logical line: comment gone, continuation lines joined, escapes still in. */
type LogicalLine = { text: string; line: number; endLine: number };

/**
 * Reads `text` as Ceph does: `#` and `;` start a comment anywhere unless a backslash stands before them, a backslash at
 * the end of a line joins the next. Never throws: what Ceph would refuse is an issue, and is read as it was meant. A
 * missing line end at the end of the file, which Ceph refuses, too, is passed over: a paste loses it.
 */
export function readCephConf(text: string, file: string): CephConf {
  const conf: CephConf = { file, sections: [], entries: [], issues: [] };
  const marked = text.charCodeAt(0) === 0xfeff;
  if (marked) conf.issues.push({ line: 1, message: "a byte order mark stands before the first line" });
  const lines = (marked ? text.slice(1) : text).split(/\r\n|\n|\r/);
  let section: string | null = null;
  for (let index = 0; index < lines.length; ) {
    const logical = logicalLine(lines, index);
    index = logical.endLine;
    const trimmed = trimBlanks(logical.text);
    if (trimmed === "") continue;
    if (trimmed.startsWith("[")) section = readHeader(conf, logical, trimmed);
    else readEntry(conf, section, logical);
  }
  reportHeadless(conf);
  return conf;
}

/** The logical line that starts at `lines[index]`. */
function logicalLine(lines: readonly string[], index: number): LogicalLine {
  let text = "";
  let next = index;
  for (;;) {
    const line = lines[next] ?? "";
    next += 1;
    const comment = commentStart(line);
    if (comment >= 0) return { text: text + line.slice(0, comment), line: index + 1, endLine: next };
    if (next >= lines.length || !endsInBackslash(line)) return { text: text + line, line: index + 1, endLine: next };
    text += line.slice(0, -1);
  }
}

/** Position of the first `#` or `;` without a backslash before it, or -1. Quotes do not protect them. */
function commentStart(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === "\\") at += 1;
    else if (character === "#" || character === ";") return at;
  }
  return -1;
}

/** True for an odd number of backslashes at the end: the last one escapes the line end. */
function endsInBackslash(line: string): boolean {
  let start = line.length;
  while (start > 0 && line.charAt(start - 1) === "\\") start -= 1;
  return (line.length - start) % 2 === 1;
}

function readHeader(conf: CephConf, { text, line }: LogicalLine, trimmed: string): string {
  const end = unescapedAt(trimmed, "]");
  const name = withoutEscapes(end < 0 ? trimmed.slice(1) : trimmed.slice(1, end)).trim();
  const problem = headerProblem(text, trimmed, end, name);
  if (problem !== null) conf.issues.push({ line, message: problem });
  if (name !== "") conf.sections.push({ name, line });
  return name;
}

function headerProblem(text: string, trimmed: string, end: number, name: string): string | null {
  if (end < 0) return "the section header has no closing bracket";
  if (name === "") return "the section header has no name";
  if (end < trimmed.length - 1) return "text stands behind the section header";
  return text.startsWith("[") ? null : "a section header must not be indented";
}

function readEntry(conf: CephConf, section: string | null, { text, line, endLine }: LogicalLine): void {
  const equals = unescapedAt(text, "=");
  if (equals < 0) {
    conf.issues.push({ line, message: 'no "=" in the line' });
    return;
  }
  const writtenKey = trimBlanks(text.slice(0, equals));
  if (writtenKey === "") {
    conf.issues.push({ line, message: 'no key before "="' });
    return;
  }
  const { value, problem } = readValue(trimBlanks(text.slice(equals + 1)));
  if (problem !== null) conf.issues.push({ line, message: problem });
  conf.entries.push({ section: section ?? "global", key: foldCephKey(writtenKey), writtenKey, value, line, endLine });
}

function readValue(written: string): { value: string; problem: string | null } {
  const quote = written.charAt(0);
  if (quote !== '"' && quote !== "'") return { value: trimBlanks(withoutEscapes(written)), problem: null };
  const end = unescapedAt(written, quote, 1);
  if (end < 0) {
    const problem = 'the quote is not closed (quotes do not protect "#" and ";", write "\\#" and "\\;")';
    return { value: trimBlanks(withoutEscapes(written.slice(1))), problem };
  }
  const problem = end < written.length - 1 ? "text stands behind the closing quote" : null;
  return { value: trimBlanks(withoutEscapes(problem === null ? written.slice(1, end) : written)), problem };
}

/** A file of one single entry may do without a header (ConfUtils.cc `conf_file`); any other may not. */
function reportHeadless(conf: CephConf): void {
  const firstHeader = conf.sections[0]?.line ?? Number.POSITIVE_INFINITY;
  const headless = conf.entries.filter(({ line }) => line < firstHeader);
  if (headless.length === 0 || (conf.entries.length === 1 && conf.sections.length === 0)) return;
  for (const { line } of headless)
    conf.issues.push({ line, message: "an entry stands before the first section header" });
  conf.issues.sort((one, other) => one.line - other.line);
}

/** Position of the first `wanted` at or behind `from` that no backslash escapes, or -1. */
function unescapedAt(text: string, wanted: string, from = 0): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === wanted) return at;
  }
  return -1;
}

function withoutEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/g, "$1") : text;
}

/** Without blanks at both ends, as C's `isspace` has them; an escaped blank counts as a blank, too. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c;
}

/** An option's name as it is compared: `rbd default-features` is `rbd_default_features`. */
function foldCephKey(key: string): string {
  return trimBlanks(key).replace(/[ \t\v\f_-]+/g, "_");
}

/**
 * The option `key` as the client `clientName` (`glance` or `client.glance`; null: any client without a section of its
 * own) gets it: its own section goes before `[client]`, that before `[global]`; in a section the last one counts. null: not set.
 */
export function cephOption(
  conf: CephConf,
  clientName: string | null,
  key: string,
): { value: string; line: number } | null {
  const wanted = foldCephKey(key);
  const own = clientName === null ? [] : [clientName.startsWith("client.") ? clientName : `client.${clientName}`];
  for (const section of [...own, "client", "global"]) {
    const entry = conf.entries.findLast((one: CephEntry) => one.section === section && one.key === wanted);
    if (entry) return { value: entry.value, line: entry.line };
  }
  return null;
}
