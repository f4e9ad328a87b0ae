/**
 * Tables drawn with `+---+` and `|`, as the OpenStack and MariaDB clients print them. Cells may hold the drawing
 * characters, line feeds and wide characters, and may be wrapped to the terminal: columns are found by the border.
 */
import { characterWidth } from "./display-width.ts";

/** Takes the lines of one or several tables. */
export type BoxTableReader = {
  line(text: string, number: number): void;
  end(): void;
};

export type BoxTableSink = {
  header(names: readonly string[], line: number): void;
  row(cells: readonly string[], line: number): void;
  /** A line outside of a table, or one that does not fit its columns. */
  junk(text: string, line: number): void;
};

const BORDER = /^\s*\+(?:[-=]{2,}\+)+\s*$/;

/** True for a `+----+----+` line. */
export function isBorder(line: string): boolean {
  return BORDER.test(line);
}

function columnWidths(border: string): number[] {
  return border
    .trim()
    .slice(1, -1)
    .split("+")
    .map((dashes) => dashes.length);
}

/** Where in `text` that many terminal cells are used up, or -1 when the text is shorter or a wide character is in the way. */
function afterCells(text: string, from: number, cells: number): number {
  let at = from;
  let used = 0;
  while (used < cells && at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 0x300) {
      used++;
      at++;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    used += characterWidth(character);
    at += character.length;
  }
  if (used !== cells) return -1;
  while (at < text.length && text.charCodeAt(at) >= 0x300) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (characterWidth(character) !== 0) break;
    at += character.length;
  }
  return at;
}

/**
 * Cuts a row into cells. Columns are taken from the left as long as they end on a bar; where one does not (a tab or
 * another character of unknown width), the others are taken from the right and it gets what is left.
 */
function cutRow(line: string, widths: readonly number[]): string[] | null {
  const text = line.trim();
  if (!text.startsWith("|") || !text.endsWith("|") || text.length < 2) return null;
  const cells: string[] = [];
  let at = 1;
  while (cells.length < widths.length) {
    const end = afterCells(text, at, widths[cells.length] as number);
    if (end < 0 || text[end] !== "|" || (cells.length === widths.length - 1) !== (end === text.length - 1)) break;
    cells.push(text.slice(at, end));
    at = end + 1;
  }
  if (cells.length === widths.length) return cells;
  const tail: string[] = [];
  let end = text.length - 1;
  while (cells.length + tail.length < widths.length - 1) {
    const start = end - (widths[widths.length - 1 - tail.length] as number);
    if (start <= at || text[start - 1] !== "|") break;
    tail.unshift(text.slice(start, end));
    end = start - 1;
  }
  const missing = widths.length - cells.length - tail.length;
  const middle = text.slice(at, end);
  if (missing === 1) return [...cells, middle, ...tail];
  const parts = middle.split(" |").map((part, index) => (index === 0 ? part : part.slice(1)));
  return parts.length === missing ? [...cells, ...parts, ...tail] : null;
}

/** In a column that is at least so wide, a full line followed by more than fits is one long word (a hash, a URL). */
const LONG_WORD = 32;
const HEX_PIECE = /^[0-9a-f]{4,}$/;

/**
 * Joins a cell line with the line below. Wrapping breaks at a blank, behind a hyphen, or inside a word that is wider
 * than the column; a break where the next word would still have fitted was in the text.
 */
export function joinWrapped(above: string, next: string, width: number): string {
  const word = /^\S*/.exec(next)?.[0] ?? "";
  const piece = /^.*?\w-(?=\w)/.exec(word)?.[0] ?? word;
  if (/\w-$/.test(above) && above.length + piece.length > width) return above + next;
  if (above.length >= width) {
    const lastPiece = /[^\s-]*$/.exec(above)?.[0] ?? "";
    const oneWord = width >= LONG_WORD || (HEX_PIECE.test(lastPiece) && HEX_PIECE.test(piece));
    return oneWord && lastPiece.length + piece.length > width ? above + next : `${above} ${next}`;
  }
  return above.length + 1 + piece.length > width ? `${above} ${next}` : `${above}\n${next}`;
}

const MOST_LINES_OF_A_ROW = 20;
const PARTIAL_ID = /^[0-9a-f-]{1,35}$/;

/** Reads tables; `idColumn` finds the column that is never empty, so that a row without it continues the row above. */
export function boxTableReader(sink: BoxTableSink, idColumn: (names: readonly string[]) => number): BoxTableReader {
  let widths: number[] = [];
  let state: "outside" | "header" | "body" = "outside";
  let names: string[] = [];
  let key = -1;
  let row: { cells: string[]; line: number; last: string[] } | null = null;

  const flush = (): void => {
    if (row !== null) sink.row(row.cells, row.line);
    row = null;
  };
  const continues = (cells: readonly string[]): boolean => {
    if (row === null || key < 0) return false;
    const own = cells[key] ?? "";
    if (own === "") return true;
    const above = row.cells[key] ?? "";
    const width = (widths[key] ?? 2) - 2;
    const unfinished = above.endsWith("-") || (width >= 4 && width < 12 && (row.last[key] ?? "").length === width);
    return unfinished && PARTIAL_ID.test(above) && PARTIAL_ID.test(own) && above.length + own.length <= 36;
  };
  const extend = (cells: readonly string[]): void => {
    if (row === null) return;
    for (const [column, cell] of cells.entries()) {
      if (cell === "") continue;
      const before = row.cells[column] ?? "";
      const width = (widths[column] ?? 2) - 2;
      row.cells[column] =
        column === key || before === "" ? before + cell : joinLast(before, row.last[column] ?? "", cell, width);
      row.last[column] = cell;
    }
  };
  const startTable = (border: string): void => {
    flush();
    widths = columnWidths(border);
    names = [];
    state = "header";
  };
  const header = (cells: readonly string[], number: number): void => {
    names = names.length === 0 ? [...cells] : names.map((name, column) => `${name} ${cells[column] ?? ""}`.trim());
    key = idColumn(names);
    headerLine = number;
  };
  let headerLine = 0;
  /** A row that MariaDB breaks at a line feed inside a cell: its lines so far. */
  let broken: { text: string; line: number; count: number } | null = null;
  const dropBroken = (): void => {
    if (broken !== null) sink.junk(broken.text, broken.line);
    broken = null;
  };
  const cut = (text: string): string[] | undefined =>
    cutRow(text, widths)?.map((cell) => cell.replace(/^ /, "").trimEnd());
  /** A line that is no whole row: the beginning, the middle or the end of a broken one, or junk. */
  const mend = (text: string, number: number): void => {
    const start: { text: string; line: number; count: number } | null = broken;
    if (start === null) {
      if (text.trimStart().startsWith("|") && state === "body") broken = { text, line: number, count: 1 };
      else if (text.trim() !== "") sink.junk(text, number);
      return;
    }
    const joined: string = `${start.text}\n${text}`;
    const cells = cut(joined);
    if (cells !== undefined) {
      broken = null;
      flush();
      row = { cells, line: start.line, last: [...cells] };
    } else if (start.count < MOST_LINES_OF_A_ROW) broken = { text: joined, line: start.line, count: start.count + 1 };
    else dropBroken();
  };

  return {
    line(text, number) {
      if (isBorder(text)) {
        dropBroken();
        const same = columnWidths(text).join() === widths.join();
        if (state === "header" && names.length > 0 && same) {
          sink.header(names, headerLine);
          state = "body";
        } else if (state === "body" && same) {
          flush();
          state = "outside";
        } else startTable(text);
        return;
      }
      if (state === "outside") {
        if (text.trim() !== "") sink.junk(text, number);
        return;
      }
      const cells = cut(text);
      if (cells === undefined) return mend(text, number);
      dropBroken();
      if (state === "header") header(cells, number);
      else if (continues(cells)) extend(cells);
      else {
        flush();
        row = { cells, line: number, last: [...cells] };
      }
    },
    end() {
      dropBroken();
      flush();
    },
  };
}

/** As `joinWrapped`, looking only at the line just above. */
function joinLast(before: string, above: string, next: string, width: number): string {
  return before.slice(0, before.length - above.length) + joinWrapped(above, next, width);
}
