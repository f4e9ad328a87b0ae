/** Options at the beginnings of lines, as in INI files, keyrings, YAML and environment files, with what continues them. */
import { CONFIG_KINDS, type RedactionKind, type SourceKind } from "../source.ts";
import { isOtherValue, kindOfName } from "./names.ts";
import { looksStrong } from "./placeholders.ts";
import { lineEnd, note, type Sheet, type Stretch, trimmed } from "./sheet.ts";
import { colonFields, proxyCredentials, subOptions } from "./value-parts.ts";

/** Whether a catalogue calls an option of a section secret. */
export type IsSecret = (section: string, name: string) => boolean;

const OPTION =
  /[ \t]*(?:(?:[#;]+|\/\/)[ \t]*)?(?:- +)?(?:(?:export|set|setenv|declare -x) +)?([A-Za-z_][\w.-]*)[ \t]*(=>|:=|=|:(?!\/\/))/y;
const HEADER = /[ \t]*\[([^\]\n]{0,200})\]?/y;
const COMMENT_TAIL = /[ \t][#;][ \t]+[A-Za-z][A-Za-z ,.'():-]*$/;
const COMMENT_LINE = /^[#;]/;
const CEPH_CLIENT = /^(?:client|mon|osd|mgr|mds)\.|^(?:mon|client)$/;
const PROSE: readonly SourceKind[] = ["words", "log", "unknown", "script"];
const CONFIGS: ReadonlySet<SourceKind> = new Set<SourceKind>(CONFIG_KINDS);

type Line = {
  sheet: Sheet;
  start: number;
  end: number;
  section: string;
  name: string;
  separator: string;
  spaced: boolean;
};

/** What an option holds. `address`: its value is a URL, of which only the credentials are secret. */
type SecretOption = { kind: RedactionKind; address: boolean };

function kindOfOption(line: Line, isSecret: IsSecret, swift: boolean): SecretOption | null {
  const { name, section, sheet } = line;
  if (name === "key") {
    if (sheet.kind === "ceph-auth" || sheet.kind === "ceph-conf" || CEPH_CLIENT.test(section))
      return { kind: "cephx-key", address: false };
    if (swift) return { kind: "secret", address: false };
  }
  if (name === "user" && swift && sheet.text.slice(line.start, line.end).includes(":"))
    return { kind: "secret", address: false };
  const kind = kindOfName(name);
  if (kind !== null) return { kind, address: false };
  if (!isSecret(section, name)) return null;
  return { kind: "secret", address: /(?:^|[_-])(?:connection|url)$/i.test(name) };
}

/** Without paired quotes, a trailing comment made of words alone, and blanks. */
function valueStretch(line: Line): Stretch {
  const { sheet } = line;
  const whole = trimmed(sheet.text, line.start, line.end);
  const first = sheet.text[whole.start] ?? "";
  if (first === '"' || first === "'") {
    if (whole.end - whole.start > 1 && sheet.text[whole.end - 1] === first)
      return { start: whole.start + 1, end: whole.end - 1 };
    if (!CONFIGS.has(sheet.kind)) {
      const close = closingQuote(sheet.text, whole.start + 1, whole.end, first);
      if (close > 0) return { start: whole.start + 1, end: close };
    }
  }
  if (whole.end - whole.start > 2000) return whole;
  const tail = COMMENT_TAIL.exec(sheet.text.slice(whole.start, whole.end));
  return tail === null ? whole : trimmed(sheet.text, whole.start, whole.start + tail.index);
}

/** Where a quoted text ends, or -1; a backslash keeps the next character from ending it. */
export function closingQuote(text: string, from: number, end: number, quote: string): number {
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === quote) return at;
  }
  return -1;
}

/** In sentences and shells a value is one word; elsewhere it goes to the end of the line. */
function oneWord(line: Line, value: Stretch): Stretch | null {
  const { sheet, separator } = line;
  if (CONFIGS.has(sheet.kind) || !PROSE.includes(sheet.kind)) return value;
  const text = sheet.text.slice(value.start, Math.min(value.end, value.start + 4000));
  const blank = text.search(/\s/);
  if (blank < 0) return value;
  const shell = separator === "=" && !line.spaced;
  if (!shell && separator === "=") return value;
  const word = { start: value.start, end: value.start + blank };
  const plain = sheet.text.slice(word.start, word.end);
  return shell || looksStrong(plain) || text.slice(blank).trim().startsWith("#") ? word : null;
}

function noteValue(line: Line, option: SecretOption): void {
  const { sheet, name } = line;
  const stretch = valueStretch(line);
  const text = sheet.text.slice(stretch.start, stretch.end);
  const scheme = /^["']?([A-Za-z][\w+.-]{0,40}):\/\//.exec(text);
  if (option.address || (scheme !== null && option.kind !== "password")) {
    if (scheme === null && option.address && text.includes("@")) sheet.urls.push({ ...stretch, scheme: "" });
    if (scheme !== null) {
      const start = stretch.start + scheme[0].length;
      sheet.urls.push({ start, end: stretch.end, scheme: scheme[1] ?? "" });
    }
    return;
  }
  if (isOtherValue(option.kind, text) || /^(?:[|>][-+]?\d?|[{[&*!].*)?$/.test(text)) {
    if (CONFIGS.has(sheet.kind) && /^[{[&*!|>]/.test(text)) note(sheet, stretch.start, stretch.end, option.kind);
    return;
  }
  if (subOptions(sheet, name, stretch, option.kind)) return;
  const value = oneWord(line, stretch);
  if (value === null) return;
  note(sheet, value.start, value.end, option.kind);
}

/** An option whose value may go on in the lines below it. */
type Open = { sheet: Sheet; option: SecretOption; indent: number; block: boolean };

/** In YAML only a `|` or `>` opens a value of several lines; a commented option has none. */
function opened(line: Line, option: SecretOption, lineStart: number): Open | null {
  const { sheet } = line;
  const { text } = sheet;
  const block = /^\s*[|>][-+]?\d?\s*$/.test(text.slice(line.start, Math.min(line.end, line.start + 40)));
  const indent = indentAt(text, lineStart);
  if (/[#;]/.test(text[lineStart + indent] ?? "")) return null;
  return block || CONFIGS.has(sheet.kind) ? { sheet, option, indent, block } : null;
}

/** Notes a line that continues the value above it, and tells whether it did. */
function continues(open: Open, start: number): boolean {
  const { sheet, option, indent } = open;
  const stretch = trimmed(sheet.text, start, lineEnd(sheet, start));
  if (stretch.start === stretch.end || indentAt(sheet.text, start) <= indent) return false;
  const line = sheet.text.slice(stretch.start, stretch.end);
  if (option.address) sheet.urls.push(addressIn(stretch, line));
  // what frames a key in a block is no part of it
  else if (!line.startsWith("-----")) note(sheet, stretch.start, stretch.end, option.kind);
  return true;
}

/** The part of an address behind its scheme. */
function addressIn({ start, end }: Stretch, text: string): Stretch & { scheme: string } {
  const scheme = /^["']?([A-Za-z][\w+.-]{0,40}):\/\//.exec(text);
  return { start: start + (scheme?.[0].length ?? 0), end, scheme: scheme?.[1] ?? "" };
}

function indentAt(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - start;
}

/**
 * Notes the secrets in options that begin a line, commented out or not, under the names that tell of one and those that
 * `isSecret` knows. Values of address options become stretches for the URL search.
 */
export function findInOptionLines(sheet: Sheet, isSecret: IsSecret): void {
  const { text } = sheet;
  const swift =
    sheet.kind === "glance-swift-store" || (/^\s*auth_address\s*=/m.test(text) && /^\s*key\s*=/m.test(text));
  let section = "DEFAULT";
  let open: Open | null = null;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const next = feed < 0 ? text.length : feed + 1;
    OPTION.lastIndex = start;
    const match = OPTION.exec(text);
    // a blank may not reach into the next line
    if (match !== null && OPTION.lastIndex < next) {
      const [, name = "", separator = ""] = match;
      const end = lineEnd(sheet, start);
      const valueStart = OPTION.lastIndex;
      const spaced = /\s/.test(text[valueStart] ?? "") || /\s[=:>]+$/.test(match[0]);
      const line: Line = { sheet, start: Math.min(valueStart, end), end, section, name, separator, spaced };
      const option = kindOfOption(line, isSecret, swift);
      const goesOn = open !== null && continues(open, start);
      if (!goesOn && !/^[ \t]*[#;]/.test(match[0])) open = option === null ? null : opened(line, option, start);
      if (option !== null && !goesOn) noteValue(line, option);
      if (name.length > 8 && colonFields(name)) proxyCredentials(sheet, line.start, end);
    } else if (open === null || !continues(open, start)) {
      if (!COMMENT_LINE.test(text.slice(start, start + 40))) open = null;
      HEADER.lastIndex = start;
      const header = HEADER.exec(text);
      if (header !== null && HEADER.lastIndex <= next) section = (header[1] ?? "").trim();
    }
    start = next;
  }
}
