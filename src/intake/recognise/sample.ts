/** What the recognisers look at: the beginning of a source, prepared once. */
import { headingKey } from "../listings/table-rows.ts";
import type { Source } from "../source.ts";
import { type JsonShape, jsonShape } from "./json-shape.ts";
import { promptOf } from "./prompt.ts";

export type Table = {
  /** As keys: lower case, underscores. */
  headings: ReadonlySet<string>;
  /** Headings as the database has them: lower case and without blanks. */
  plainHeadings: boolean;
  form: "drawn" | "tab" | "comma" | "vertical";
  firstCells: readonly string[];
};

export type Sample = {
  name: string;
  command: string | undefined;
  /** The beginning, without a byte order mark and without the prompts before the output. */
  text: string;
  /** Lines of `text` that are not blank. */
  lines: readonly string[];
  json: JsonShape | null;
  table: Table | null;
};

const HEAD_CHARACTERS = 128 * 1024;
const MOST_LINES = 2000;
const TABLE_LINES = 400;
const BORDER = /^\s*[+|][-=+:| ]{3,}[+|]?\s*$/;

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

/** A header whose cells were wrapped to a narrow terminal stands on several lines. */
function joinCells(rows: readonly string[][]): string[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) =>
    rows
      .map((row) => row[column] ?? "")
      .filter((cell) => cell !== "")
      .join(" "),
  );
}

function plain(headings: readonly string[]): boolean {
  return headings.every(
    (heading) => !/[A-Z]/.test(heading.replace(/\b(?:COUNT|SUM|MAX|MIN|AVG)\(.*/i, "")) && !/\S \S/.test(heading),
  );
}

function drawnTable(lines: readonly string[]): Table | null {
  const first = lines.findIndex((line) => /^\s*\|.*\|\s*$/.test(line) && !BORDER.test(line));
  if (first < 0) return psqlTable(lines);
  const head: string[][] = [];
  let at = first;
  while (at < lines.length && !BORDER.test(lines[at] ?? "")) head.push(cellsOf(lines[at++] ?? ""));
  const wrapped = at < lines.length ? joinCells(head) : (head[0] ?? []);
  const firstCells = lines
    .slice(at < lines.length ? at : first + 1)
    .filter((line) => /^\s*\|/.test(line) && !BORDER.test(line))
    .map((line) => cellsOf(line)[0] ?? "");
  return { headings: new Set(wrapped.map(headingKey)), plainHeadings: plain(wrapped), form: "drawn", firstCells };
}

function psqlTable(lines: readonly string[]): Table | null {
  const ruler = lines.findIndex((line) => /^\s*-+(?:\+-+)+\s*$/.test(line));
  if (ruler < 1) return null;
  const headings = cellsOf(lines[ruler - 1] ?? "");
  const firstCells = lines.slice(ruler + 1).map((line) => cellsOf(line)[0] ?? "");
  return { headings: new Set(headings.map(headingKey)), plainHeadings: plain(headings), form: "drawn", firstCells };
}

function verticalTable(lines: readonly string[]): Table | null {
  const start = lines.findIndex((line) => /^\*{5,} \d+\. row \*{5,}/.test(line));
  if (start < 0) return null;
  const headings: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const key = /^\s*([\w() *]+?):(?: |$)/.exec(line)?.[1];
    if (key === undefined) break;
    headings.push(key);
  }
  return { headings: new Set(headings.map(headingKey)), plainHeadings: true, form: "vertical", firstCells: [] };
}

function unquote(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

const KEY_HEADING = /^(?:id|image_id|image|uuid|name|disk_format|format|visibility|status)$/i;

function delimitedTable(lines: readonly string[]): Table | null {
  const [head = "", first] = lines;
  for (const [delimiter, form] of [
    ["\t", "tab"],
    [",", "comma"],
    [";", "comma"],
  ] as const) {
    const headings = head.split(delimiter).map(unquote);
    if (headings.length < 2 || !headings.every((heading) => /^[A-Za-z][\w ()*%./-]{0,40}$/.test(heading))) continue;
    // A sentence has commas too: its next line hardly has as many, and no column is called like one.
    if (
      first === undefined
        ? !headings.some((heading) => KEY_HEADING.test(heading))
        : first.split(delimiter).length < headings.length
    )
      continue;
    const firstCells = lines.slice(1).map((line) => unquote(line.split(delimiter)[0] ?? ""));
    return { headings: new Set(headings.map(headingKey)), plainHeadings: plain(headings), form, firstCells };
  }
  return null;
}

/** Prepares the beginning of a source. Never throws. */
export function sampleOf(source: Source): Sample {
  const whole = source.text
    .slice(0, HEAD_CHARACTERS)
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n");
  const all = whole.split("\n", MOST_LINES);
  let start = 0;
  let command = source.command;
  while (start < all.length) {
    const line = all[start] ?? "";
    const prompt = promptOf(line);
    if (prompt !== null) command ??= prompt.command;
    else if (line.trim() !== "") break;
    start++;
  }
  const text = all.slice(start).join("\n");
  const lines = all.slice(start).filter((line) => line.trim() !== "");
  const json = jsonShape(text);
  const few = lines.slice(0, TABLE_LINES);
  const remarks = few.filter((line) => !/^\s*#/.test(line));
  const table = json !== null ? null : (verticalTable(few) ?? drawnTable(few) ?? delimitedTable(remarks));
  return { name: source.name, command, text, lines, json, table };
}

/** How many of the lines (0 to 1) match. */
export function share(lines: readonly string[], pattern: RegExp): number {
  return lines.length === 0 ? 0 : lines.filter((line) => pattern.test(line)).length / lines.length;
}
