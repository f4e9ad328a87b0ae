/** Secrets that show by their own form, wherever they stand. */
import type { RedactionKind } from "../source.ts";
import { isOtherValue, kindOfName } from "./names.ts";
import { closingQuote } from "./option-lines.ts";
import { looksStrong } from "./placeholders.ts";
import { lineEnd, note, type Sheet, type Stretch, trimmed } from "./sheet.ts";

const SHAPES =
  /gAAAAA[\w-]{20,}={0,2}|eyJ[\w-]*(?:\.[\w-]*){0,2}|A(?:KIA|SIA)[A-Z0-9]{16}|AQ[A-Za-z0-9+/]{36}==|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-[\w-]{18,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|hvs\.[\w-]{20,}|AIza[\w-]{30,}/g;

function kindOfShape(text: string): RedactionKind | null {
  if (text.startsWith("AQ")) return "cephx-key";
  if (/^A[KS]IA/.test(text)) return "access-key";
  if (text.startsWith("AGE-")) return "private-key";
  if (text.startsWith("eyJ")) return /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/.test(text) ? "token" : null;
  if (text.startsWith("sk-") && !/\d/.test(text)) return null;
  return "token";
}

const NEAR = 300;
const AWS_SECRET = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

/** The secret key beside an access key: 40 characters that are no hexadecimal digest. */
function findSecretKeyBeside(sheet: Sheet, from: number, end: number): void {
  for (const match of sheet.text.slice(from, end).matchAll(AWS_SECRET)) {
    if (/^[0-9a-f]+$/i.test(match[0]) || !/[a-z]/.test(match[0]) || !/[A-Z]/.test(match[0])) continue;
    note(sheet, from + match.index, from + match.index + 40, "secret-key");
  }
}

export function findShapes(sheet: Sheet): void {
  const { text } = sheet;
  let searched = 0;
  for (const match of text.matchAll(SHAPES)) {
    const kind = kindOfShape(match[0]);
    if (
      kind === null ||
      /[A-Za-z0-9+/]/.test(text[match.index - 1] ?? "") !== (text[match.index - 1] === "/" && kind === "token")
    )
      continue;
    const end = match.index + match[0].length;
    if (kind === "cephx-key" && /[A-Za-z0-9+/=]/.test(text[end] ?? "")) continue;
    if (kind === "access-key" && /[A-Za-z0-9]/.test(text[end] ?? "")) continue;
    note(sheet, match.index, end, kind);
    if (kind !== "access-key") continue;
    findSecretKeyBeside(sheet, Math.max(match.index - NEAR, searched - 41, 0), end + NEAR);
    searched = end + NEAR;
  }
}

const SCHEME_OF_HEADER =
  /(authorization["']?[ \t]{0,5}[:=][ \t]{0,5}["']?)?\b(?:bearer|basic)[ \t]{1,5}([\w.~+/-]{8,}={0,2})/gi;

/** `Authorization: Basic …` and bearer tokens outside of their header. "Basic authentication" is none. */
export function findAuthorization(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(SCHEME_OF_HEADER)) {
    const value = match[2] ?? "";
    if (match[1] === undefined && !(/\d/.test(value) && looksStrong(value)) && !value.endsWith("=")) continue;
    const end = match.index + match[0].length;
    note(sheet, end - value.length, end, "token");
  }
}

const SLACK_HOOK = /hooks\.slack\.com\/(?:services|workflows)\/([\w/-]{10,200})/g;

export function findWebhooks(sheet: Sheet): void {
  if (!sheet.text.includes("hooks.slack.com")) return;
  for (const match of sheet.text.matchAll(SLACK_HOOK)) {
    const end = match.index + match[0].length;
    note(sheet, end - (match[1] ?? "").length, end, "token");
  }
}

const PROGRAMS = /\b(?:mysql\w*|mariadb[\w-]*|curl|wget|sshpass|rabbitmqctl|redis-cli|ldap\w+|identified|ipmitool)\b/gi;
/** What stands before the password, or before the `user:password`, of which `account` tells. */
type Argument = { program: RegExp; before: RegExp; account?: true };
const ARGUMENTS: readonly Argument[] = [
  { program: /^(?:mysql|mariadb)/i, before: /[ \t]-p(?!assword\b|-)(?=\S)/g },
  { program: /^(?:curl|wget)$/i, before: /[ \t](?:-u|-U|--user|--proxy-user)[ =]?(?=\S)/g, account: true },
  { program: /^sshpass$/i, before: /[ \t]-p[ \t]*(?=\S)/g },
  {
    program: /^rabbitmqctl$/i,
    before: /[ \t](?:add_user|change_password|authenticate_user)[ \t]+[^\s"']+[ \t]+(?=\S)/g,
  },
  { program: /^redis-cli$/i, before: /[ \t]-a[ \t]+(?=\S)/g },
  { program: /^ldap/i, before: /[ \t]-w[ \t]+(?=\S)/g },
  { program: /^ipmitool$/i, before: /[ \t]-P[ \t]+(?=\S)/g },
  {
    // also inside of a statement that a client was given
    program: /./,
    before: /\bidentified[ \t]+(?:with[ \t]+\S+[ \t]+)?(?:by|as)[ \t]+(?:password[ \t]+)?\\?(?=["'])/gi,
  },
];
const LONGEST_COMMAND = 4000;
const BARE_WORD = /[^\s"'|;&]+/y;

/** A word of a shell: what is in quotes, or all to the next blank. Null for what the shell would put in its place. */
function wordAt(sheet: Sheet, start: number): Stretch | null {
  const { text } = sheet;
  const quote = text[start] ?? "";
  if (quote === '"' || quote === "'") {
    const end = Math.min(lineEnd(sheet, start), start + LONGEST_COMMAND);
    const escaped = text[start - 1] === "\\";
    const close = escaped
      ? start + text.slice(start, end).indexOf(`\\${quote}`)
      : closingQuote(text, start + 1, end, quote);
    return { start: start + 1, end: close < start ? end : close };
  }
  if (quote === "`" || text.startsWith("$(", start)) return null;
  BARE_WORD.lastIndex = start;
  return BARE_WORD.test(text) ? { start, end: BARE_WORD.lastIndex } : null;
}

function noteArgument(sheet: Sheet, start: number, account: boolean): void {
  const word = wordAt(sheet, start);
  if (word === null) return;
  const colon = account ? sheet.text.slice(word.start, word.end).indexOf(":") : 0;
  if (colon >= 0) note(sheet, word.start + colon + (account ? 1 : 0), word.end, "password");
}

/** Arguments of programs that take a password as one. */
export function findInCommands(sheet: Sheet): void {
  const { text } = sheet;
  PROGRAMS.lastIndex = 0;
  for (let match = PROGRAMS.exec(text); match !== null; match = PROGRAMS.exec(text)) {
    const end = Math.min(lineEnd(sheet, match.index), match.index + LONGEST_COMMAND);
    const pipe = text.slice(match.index, end).search(/[ \t][|;&]|;[ \t]/);
    const line = text.slice(match.index, pipe < 0 ? end : match.index + pipe);
    for (const { program, before, account = false } of ARGUMENTS) {
      if (!program.test(match[0])) continue;
      for (const found of line.matchAll(before))
        noteArgument(sheet, match.index + found.index + found[0].length, account);
    }
    // programs behind a pipe get their own turn
    PROGRAMS.lastIndex = Math.max(PROGRAMS.lastIndex, match.index + line.length);
  }
}

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const MOST_LINES = 400;
const CONTENT = /[A-Za-z0-9+/=][A-Za-z0-9+/=,:. -]*/;

/** Private keys, line by line; also those on one line with `\n` in it. Certificates and public keys stay. */
export function findPrivateKeys(sheet: Sheet): void {
  const { text } = sheet;
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    let at = BEGIN.lastIndex;
    const block = at;
    const lines: { start: number; end: number }[] = [];
    for (let count = 0; count < MOST_LINES && at < text.length; count++) {
      const end = lineEnd(sheet, at);
      const dashes = text.slice(at, end).indexOf("-----");
      const stretch = contentOf(text, at, dashes < 0 ? end : at + dashes);
      if (stretch !== null) lines.push(stretch);
      else if (count > 0 && dashes < 0 && trimmed(text, at, end).start < trimmed(text, at, end).end) break;
      if (dashes >= 0) break;
      const feed = text.indexOf("\n", end);
      if (feed < 0) break;
      at = feed + 1;
    }
    const whole = lines.map(({ start, end }) => text.slice(start, end)).join("\n");
    for (const { start, end } of lines) note(sheet, start, end, "private-key", whole);
    BEGIN.lastIndex = Math.max(block, lines.at(-1)?.end ?? block);
  }
}

/** What of a line belongs to the key; a line without it, or one that is no such text, has none. */
function contentOf(text: string, start: number, end: number): { start: number; end: number } | null {
  const line = text.slice(start, end);
  const escaped = /^(?:\\+[nr])+/.exec(line)?.[0].length ?? 0;
  const first = escaped > 0 ? escaped : line.search(CONTENT);
  if (first < 0) return null;
  const from = start + first;
  const rest = text.slice(from, end);
  const to = from + rest.replace(/(?:\\+[nr]|[\s"',\\])+$/, "").length;
  const body = text.slice(from, to);
  if (escaped === 0 && !/^[A-Za-z0-9+/=\\]+$/.test(body) && !/^(?:Proc-Type|DEK-Info|Version|Comment): /.test(body))
    return null;
  return to > from ? { start: from, end: to } : null;
}

/** Addresses of web hooks: who has the path may post. */
const HOOKS =
  /(?<![\w-])hooks?\.[\w.-]{3,100}(?::\d{1,5})?\/(?:[\w-]{1,60}\/){1,6}([\w-]{8,200})|\/webhooks?\/\d{5,}\/([\w-]{20,200})/g;

export function findHooks(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(HOOKS)) {
    const path = match[1] ?? match[2] ?? "";
    const end = match.index + match[0].length;
    note(sheet, end - path.length, end, "token");
  }
}

const LIST_BELOW = /^([ \t]*)(?:- )?["']?([\w.-]{1,80})["']?:[ \t]*\r?\n((?:\1[ \t]*-[ \t]+[^\n]*(?:\n|$))+)/gm;
const LIST_ITEM = /^[ \t]*-[ \t]+(["']?)([^\s:"'#]{3,500})\1[ \t]*(?:#[^\n]*)?\r?$/gm;

/** Items of a YAML list below a telling name. */
export function findListedValues(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(LIST_BELOW)) {
    const kind = kindOfName((match[2] ?? "").replace(/s$/, ""));
    const list = match[3] ?? "";
    if (kind === null) continue;
    const from = match.index + match[0].length - list.length;
    for (const item of list.matchAll(LIST_ITEM)) {
      const value = item[2] ?? "";
      if (isOtherValue(kind, value)) continue;
      const start = from + item.index + item[0].indexOf(value);
      note(sheet, start, start + value.length, kind);
    }
  }
}
