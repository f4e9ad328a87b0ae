/**
 * Minimal edits of an oslo.config file: what is not changed keeps its bytes, comments and order. Lines are those of the
 * reader (LF, CRLF and lone CR end one); new lines take the line end that the file uses most.
 */
import { formatPatch, structuredPatch } from "diff";
import type { Change } from "../check/change.ts";
import type { Entry, OsloConfig } from "../intake/oslo/config.ts";
import { normalizeSection } from "../intake/oslo/oslo-view.ts";
import { placeholdersIn } from "../intake/redact/placeholders.ts";

/** A line that the service refuses, and what to put in its place (several lines, one, or none). */
export type Repair = { file: string; line: number; replacement: readonly string[] };

type Line = { text: string; end: string };
type Edit = { replace: Map<number, readonly string[]>; insertAfter: Map<number, string[]>; append: string[] };

export type PatchResult = { text: string; applied: Change[]; refused: { change: Change; why: string }[] };

/**
 * Applies changes to the text that `config` was read from. A key that is set is changed where it counts (the last
 * occurrence); a new key goes behind a commented example of itself, else behind the last entry of its section; a new
 * section goes to the end. Removal takes every occurrence. A change that cannot be placed is refused with the reason.
 */
export function applyChanges(text: string, changes: readonly Change[], config: OsloConfig): PatchResult {
  const lines = splitLines(text);
  const edit: Edit = { replace: new Map(), insertAfter: new Map(), append: [] };
  const added = new Map<string, string[]>();
  const applied: Change[] = [];
  const refused: PatchResult["refused"] = [];
  for (const change of changes) {
    const why = place(change, config, lines, edit, added);
    if (why) refused.push({ change, why });
    else applied.push(change);
  }
  for (const [section, keys] of added) edit.append.push(`[${section}]`, ...keys);
  return { text: render(lines, edit), applied, refused };
}

/** Replaces refused lines; later lines keep their numbers because the edit is made in one pass. */
export function applyRepairs(text: string, repairs: readonly Repair[]): string {
  const edit: Edit = {
    replace: new Map(repairs.map(({ line, replacement }) => [line, replacement])),
    insertAfter: new Map(),
    append: [],
  };
  return render(splitLines(text), edit);
}

/**
 * Unified diff with three lines of context; empty when both are the same. A line with a placeholder differs from the
 * operator's own and is never context: the diff then applies to files that hold their secrets.
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const patch = structuredPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });
  return formatPatch({ ...patch, hunks: patch.hunks.flatMap(withoutSecretContext) }).replace(/^=+\n/, "");
}

type Hunk = ReturnType<typeof structuredPatch>["hunks"][number];

/** Cuts a hunk at context lines that hold a placeholder; parts without a change are left out. */
function withoutSecretContext(hunk: Hunk): Hunk[] {
  const parts: Hunk[] = [];
  let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
  const begin = (): Hunk => ({ oldStart: oldLine, oldLines: 0, newStart: newLine, newLines: 0, lines: [] });
  let part = begin();
  const end = (): void => {
    if (part.lines.some((line) => /^[+-]/.test(line))) parts.push(part);
  };
  for (const line of hunk.lines) {
    if (line.startsWith("\\")) {
      part.lines.push(line);
      continue;
    }
    const isOld = !line.startsWith("+");
    const isNew = !line.startsWith("-");
    if (isOld) oldLine += 1;
    if (isNew) newLine += 1;
    if (isOld && isNew && placeholdersIn(line).length > 0) {
      end();
      part = begin();
      continue;
    }
    part.lines.push(line);
    if (isOld) part.oldLines += 1;
    if (isNew) part.newLines += 1;
  }
  end();
  return parts;
}

function splitLines(text: string): Line[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)]
    .map(([, line = "", end = ""]) => ({ text: line, end }))
    .filter(({ text: line, end }, index, all) => line !== "" || end !== "" || index < all.length - 1);
}

const sameKey = (left: string, right: string): boolean => left.replaceAll("-", "_") === right.replaceAll("-", "_");
const sameSection = (left: string, right: string): boolean => normalizeSection(left) === normalizeSection(right);

function place(
  change: Change,
  config: OsloConfig,
  lines: readonly Line[],
  edit: Edit,
  added: Map<string, string[]>,
): string | null {
  if (change.value !== null && /[\r\n]/.test(change.value)) return "a value of several lines is not written";
  const entries = config.entries.filter(
    ({ section, key }) => sameSection(section, change.section) && sameKey(key, change.key),
  );
  if (change.value === null) {
    if (entries.length === 0) return "the key is not in the file";
    for (const entry of entries) removeEntry(entry, edit);
    return null;
  }
  const last = entries.at(-1);
  if (last) replaceValue(last, change.value, lines, edit);
  else insertKey(change.section, `${change.key} = ${change.value}`, change.key, config, lines, edit, added);
  return null;
}

function removeEntry(entry: Entry, edit: Edit): void {
  for (const line of [entry.line, ...entry.continuations.map((continuation) => continuation.line)])
    edit.replace.set(line, []);
}

function replaceValue(entry: Entry, value: string, lines: readonly Line[], edit: Edit): void {
  const line = lines[entry.line - 1]?.text ?? "";
  const separator = line.indexOf(entry.separator);
  const blanks = /^[ \t]*/.exec(line.slice(separator + 1))?.[0] ?? "";
  removeEntry(entry, edit);
  edit.replace.set(entry.line, [`${line.slice(0, separator + 1)}${blanks}${value}`]);
}

function insertKey(
  section: string,
  text: string,
  key: string,
  config: OsloConfig,
  lines: readonly Line[],
  edit: Edit,
  added: Map<string, string[]>,
): void {
  const headers = config.headers.filter(({ name }) => sameSection(name, section));
  const lastEntry = config.entries.findLast((entry) => sameSection(entry.section, section));
  if (headers.length === 0 && !lastEntry) {
    added.set(section, [...(added.get(section) ?? []), text]);
    return;
  }
  const behind =
    exampleLine(section, key, config, lines) ??
    Math.max(lastEntry?.endLine ?? 0, lastEntry?.continuations.at(-1)?.line ?? 0, headers.at(-1)?.line ?? 0);
  edit.insertAfter.set(behind, [...(edit.insertAfter.get(behind) ?? []), text]);
}

/** A commented-out example of the key (`#key = value`) in the section: the natural place for the real one. */
function exampleLine(section: string, key: string, config: OsloConfig, lines: readonly Line[]): number | null {
  const example = config.comments.findLast(({ line, text }) => {
    const header = config.headers.findLast((candidate) => candidate.line < line);
    return (
      header !== undefined &&
      sameSection(header.name, section) &&
      new RegExp(`^\\s*#\\s?${key}\\s*[=:]`).test(text.startsWith("#") ? text : (lines[line - 1]?.text ?? ""))
    );
  });
  return example?.line ?? null;
}

function render(lines: readonly Line[], edit: Edit): string {
  const end = usualEnd(lines);
  const out: string[] = [];
  lines.forEach(({ text, end: own }, index) => {
    const replacement = edit.replace.get(index + 1);
    for (const line of replacement ?? [text]) out.push(line, own || (edit.insertAfter.has(index + 1) ? end : ""));
    for (const line of edit.insertAfter.get(index + 1) ?? []) {
      closeLine(out, end);
      out.push(line, end);
    }
  });
  if (edit.append.length > 0) {
    closeLine(out, end);
    edit.append.forEach((line) => {
      if (line.startsWith("[") && out.length > 0) out.push(end);
      out.push(line, end);
    });
  }
  return out.join("");
}

function closeLine(out: string[], end: string): void {
  const last = out.findLast((piece) => piece !== "");
  if (last !== undefined && !/[\r\n]$/.test(last)) out.push(end);
}

function usualEnd(lines: readonly Line[]): string {
  const crlf = lines.filter(({ end }) => end === "\r\n").length;
  return crlf * 2 > lines.length ? "\r\n" : "\n";
}
