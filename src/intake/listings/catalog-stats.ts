/** Reader of figures about a catalogue: a JSON or YAML document, `key: value` lines, or a small table. */
import type { CatalogStatsArtefact } from "../artefact.ts";
import { readLinedDocument } from "./document-lines.ts";
import { isRecord, type ListingSource } from "./reading.ts";
import { headingKey, tableRows } from "./table-rows.ts";

/** A number as people write it: `41,873`, `41 873`, `12.5`; any other text stays text. */
function figure(text: string): unknown {
  const plain = text.trim().replace(/^(['"])(.*)\1$/, "$2");
  if (/^-?\d{1,3}(?:[, \u00a0_]\d{3})+(?:\.\d+)?$/.test(plain)) return Number(plain.replace(/[, \u00a0_]/g, ""));
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : plain;
}

function keyValueLines(lines: readonly string[]): {
  document: Record<string, unknown>;
  lineOf: Record<string, number>;
} {
  const document: Record<string, unknown> = Object.create(null);
  const lineOf: Record<string, number> = {};
  for (const [at, line] of lines.entries()) {
    const match = /^\s*[-*•]?\s*([^:=|#]{1,60}?)\s*[:=]\s*(\S.*?)\s*$/.exec(line);
    if (!match) continue;
    const key = headingKey(match[1] ?? "");
    if (key === "" || key in document) continue;
    document[key] = figure(match[2] ?? "");
    lineOf[key] = at + 1;
  }
  return { document: { ...document }, lineOf };
}

/** YAML and `key: value` lines are written by people: keys as `headingKey` writes them, figures as numbers. */
function plainDocument(
  document: unknown,
  lineOf: Readonly<Record<string, number>>,
): { document: unknown; lineOf: Record<string, number> } {
  const plain = (value: unknown): unknown => {
    if (typeof value === "string") return figure(value);
    if (Array.isArray(value)) return value.map(plain);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [headingKey(key), plain(each)]));
  };
  const lines = Object.entries(lineOf).map(([path, line]) => [path.split(".").map(headingKey).join("."), line]);
  return { document: plain(document), lineOf: Object.fromEntries(lines) };
}

/** A Markdown table as CSV-like rows with the lines they stand on; null when there is none. */
function markdownRows(
  text: string,
): { headings: string[]; rows: { fields: Record<string, string>; line: number }[] } | null {
  const lines = text.split("\n");
  const rule = lines.findIndex((line) => /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$/.test(line));
  if (rule < 1) return null;
  const cells = (line: string): string[] =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const headings = cells(lines[rule - 1] ?? "").map(headingKey);
  const rows = lines
    .map((line, at) => ({
      fields: Object.fromEntries(cells(line).map((cell, column) => [headings[column] ?? "", cell])),
      line: at + 1,
    }))
    .filter((row) => row.line > rule + 1 && (lines[row.line - 1] ?? "").includes("|"));
  return { headings, rows };
}

/** A table of two columns is names and figures; a wider one keeps a record for each first cell. */
function tableDocument(text: string): { document: Record<string, unknown>; lineOf: Record<string, number> } | null {
  const firstRow = text.split("\n").find((line) => /^\s*\|.*\|\s*$/.test(line) && !/^\s*\|[\s:|-]+\|\s*$/.test(line));
  const keys =
    firstRow === undefined
      ? ["format", "disk_format", "store", "status", "visibility", "images", "count"]
      : firstRow
          .split("|")
          .map(headingKey)
          .filter((key) => key !== "");
  const read = markdownRows(text) ?? tableRows(text, keys);
  const [first, ...rest] = read.headings;
  if (first === undefined || rest.length === 0) return null;
  const document: Record<string, Record<string, unknown>> = Object.create(null);
  const lineOf: Record<string, number> = {};
  const total: Record<string, unknown> = { [`by_${first}`]: document };
  for (const { fields, line } of read.rows) {
    const name = fields[first]?.trim() ?? "";
    document[name] = {};
    for (const heading of rest) {
      document[name][heading] = figure(fields[heading] ?? "");
      lineOf[`by_${first}.${name}.${heading}`] = line;
    }
  }
  if (rest.length === 1 && rest[0] !== undefined) {
    const only = rest[0];
    const flat: Record<string, unknown> = {};
    for (const [name, figures] of Object.entries(document)) {
      flat[name] = figures[only];
      const line = lineOf[`by_${first}.${name}.${only}`];
      if (line !== undefined) lineOf[`by_${first}.${name}`] = line;
    }
    return { document: { [`by_${first}`]: flat }, lineOf };
  }
  return { document: total, lineOf };
}

/** Reads figures. What the names mean is left to the facts; `document` is null when nothing was understood. */
export function readCatalogStats(text: string, source: ListingSource): CatalogStatsArtefact {
  const lines = text.split("\n");
  const drawn = lines.some((line) => /^\s*\+-[-+]+\+\s*$/.test(line));
  const table = drawn || markdownRows(text) !== null;
  const lined = table ? null : readLinedDocument(text);
  const structured = lined === null || /^\s*[[{]/.test(text) ? lined : plainDocument(lined.document, lined.lineOf);
  const read =
    structured ??
    (table ? tableDocument(text) : null) ??
    (/[:=]/.test(text) ? keyValueLines(lines) : tableDocument(text));
  const empty =
    read === null ||
    (typeof read.document === "object" && read.document !== null && Object.keys(read.document).length === 0);
  return {
    kind: "catalog-stats",
    file: source.file,
    document: empty ? null : read.document,
    lineOf: read?.lineOf ?? {},
  };
}
