/** CSV and TSV of any length: cut at line ends outside quotes, each batch read by papaparse. */
import { createRequire } from "node:module";
import { append, byteBuffer } from "./byte-buffer.ts";

export type CsvSplitter = { push(chunk: Uint8Array): void; end(): void };

const BATCH_BYTES = 1024 * 1024;
const SLICE_BYTES = 1024 * 1024;
const LONGEST_ROW = 64 * 1024 * 1024;
const QUOTE = 34;
const LINE_FEED = 10;

/** The one function used here, by hand: papaparse's own types need those of a browser. */
type Papa = { parse(text: string, options: { delimiter: string; quoteChar?: string }): { data: string[][] } };
let loaded: Papa | undefined;
function papa(): Papa {
  loaded ??= createRequire(import.meta.url)("papaparse") as Papa;
  return loaded;
}

/** Cells of one CSV line, for recognising a header. */
export function csvCells(line: string, delimiter = ","): string[] {
  return papa().parse(line, { delimiter }).data[0] ?? [];
}

/** Calls `onRow` with the cells of each row and the 1-based line on which it begins. `delimiter`: a comma, semicolon or tab. */
export function csvSplitter(delimiter: string, onRow: (cells: readonly string[], line: number) => void): CsvSplitter {
  const buffer = byteBuffer();
  const quotes = delimiter !== "\t";
  let at = 0;
  let quoted = false;
  let lastEnd = 0;
  let line = 1;
  const emit = (end: number): void => {
    const text = buffer.bytes.toString("utf8", buffer.start, end).replace(/^\uFEFF/, "");
    buffer.start = end;
    if (text === "") return;
    const options = quotes ? { delimiter } : { delimiter, quoteChar: "\u0000" };
    for (const cells of papa().parse(text, options).data) {
      if (cells.length > 1 || cells[0] !== "") onRow(cells, line);
      line++;
      for (const cell of cells)
        for (let feed = cell.indexOf("\n"); feed >= 0; feed = cell.indexOf("\n", feed + 1)) line++;
    }
    // The last line end of a batch makes papaparse see one more, empty row.
    if (text.endsWith("\n")) line--;
  };
  const pushSlice = (chunk: Uint8Array): void => {
    const moved = append(buffer, chunk);
    at -= moved;
    lastEnd -= moved;
    for (; at < buffer.end; at++) {
      const byte = buffer.bytes[at];
      if (byte === QUOTE && quotes) quoted = !quoted;
      else if (byte === LINE_FEED && !quoted) {
        lastEnd = at + 1;
        if (lastEnd - buffer.start > BATCH_BYTES) emit(lastEnd);
      }
    }
    if (buffer.end - buffer.start > LONGEST_ROW) {
      emit(buffer.end);
      quoted = false;
    }
  };
  return {
    push(chunk) {
      for (let from = 0; from < chunk.length; from += SLICE_BYTES) pushSlice(chunk.subarray(from, from + SLICE_BYTES));
    },
    end() {
      emit(buffer.end);
    },
  };
}
