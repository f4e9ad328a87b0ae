/** Rows of a small table at hand, drawn, CSV, TSV or vertical: for listings that need no stream. */
import { boxTableReader, isBorder } from "./box-table.ts";
import { csvCells, csvSplitter } from "./csv-splitter.ts";
import { promptCommand } from "./reading.ts";

type TableRow = { fields: Record<string, string>; line: number };
type TableRows = { headings: string[]; rows: TableRow[]; junk: { text: string; line: number }[] };

/** A heading as a key: lower case, blanks and dashes as underscores. */
export function headingKey(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_")
    .replace(/[()%]/g, "")
    .replace(/^_+|_+$/g, "");
}

function rowOf(headings: readonly string[], cells: readonly string[], line: number): TableRow {
  const fields: Record<string, string> = {};
  for (const [at, heading] of headings.entries()) fields[heading] = cells[at] ?? "";
  return { fields, line };
}

function boxRows(lines: readonly string[], keys: readonly string[]): TableRows {
  const read: TableRows = { headings: [], rows: [], junk: [] };
  const reader = boxTableReader(
    {
      header(names) {
        read.headings = names.map(headingKey);
      },
      row(cells, line) {
        read.rows.push(rowOf(read.headings, cells, line));
      },
      junk(text, line) {
        if (promptCommand(text) === null) read.junk.push({ text, line });
      },
    },
    (names) =>
      Math.max(
        0,
        names.findIndex((name) => keys.includes(headingKey(name))),
      ),
  );
  for (const [at, line] of lines.entries()) reader.line(line, at + 1);
  reader.end();
  return read;
}

function verticalRows(lines: readonly string[]): TableRows {
  const read: TableRows = { headings: [], rows: [], junk: [] };
  for (const [at, text] of lines.entries()) {
    const last = read.rows[read.rows.length - 1];
    if (/^\*{5,} \d+\. row \*{5,}/.test(text)) read.rows.push({ fields: {}, line: at + 1 });
    else if (last !== undefined) {
      const match = /^\s*(\w+): ?(.*)$/.exec(text);
      if (match) last.fields[headingKey(match[1] ?? "")] = match[2] ?? "";
    } else if (text.trim() !== "") read.junk.push({ text, line: at + 1 });
  }
  return read;
}

function delimitedRows(text: string, delimiter: string, keys: readonly string[]): TableRows {
  const read: TableRows = { headings: [], rows: [], junk: [] };
  const splitter = csvSplitter(delimiter, (cells, line) => {
    if (read.headings.length > 0) read.rows.push(rowOf(read.headings, cells, line));
    else if (cells.some((cell) => keys.includes(headingKey(cell)))) read.headings = cells.map(headingKey);
    else read.junk.push({ text: cells.join(delimiter), line });
  });
  splitter.push(Buffer.from(text, "utf8"));
  splitter.end();
  return read;
}

/** Prompts and remarks may stand before the header, but not more of them than this. */
const HEADER_WITHIN = 50;

/** Reads a table; `keys` are headings (as `headingKey` writes them) of which its header has at least one. */
export function tableRows(text: string, keys: readonly string[]): TableRows {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (lines.some(isBorder)) return boxRows(lines, keys);
  if (lines.some((line) => /^\*{5,} \d+\. row/.test(line))) return verticalRows(lines);
  const head = lines.slice(0, HEADER_WITHIN);
  for (const delimiter of ["\t", ",", ";"]) {
    if (
      head.some(
        (line) =>
          csvCells(line, delimiter).length > 1 &&
          csvCells(line, delimiter).some((cell) => keys.includes(headingKey(cell))),
      )
    ) {
      return delimitedRows(text, delimiter, keys);
    }
  }
  return delimitedRows(text, ",", keys);
}
