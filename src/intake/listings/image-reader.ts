/** Recognises how an image listing is written, by its first bytes, and reads it as it comes. */
import { createRequire } from "node:module";
import { boxTableReader } from "./box-table.ts";
import { csvCells, csvSplitter } from "./csv-splitter.ts";
import { fieldName } from "./image-fields.ts";
import type { ImageSink } from "./image-sink.ts";
import { jsonSplitter } from "./json-splitter.ts";
import { lineSplitter } from "./line-splitter.ts";
import { type ByteReader, isRecord, promptCommand } from "./reading.ts";
import { looksLikeValueRow, valueRowReader } from "./value-rows.ts";

type Format = "json" | "table" | "vertical" | "csv" | "semicolon" | "tsv" | "value" | "yaml";

const ENOUGH_TO_RECOGNISE = 64 * 1024;
const LARGEST_YAML = 64 * 1024 * 1024;

/** Takes the first line that tells. Null: more is needed. `skipped`: lines before it. */
function recognise(head: string, final: boolean): { format: Format; skipped: string[] } | null {
  const lines = head.split("\n");
  const complete = final || head.length >= ENOUGH_TO_RECOGNISE ? lines : lines.slice(0, -1);
  for (const [at, raw] of complete.entries()) {
    const line = raw.replace(/^\uFEFF/, "").replace(/\r$/, "");
    const format = formatOf(line);
    if (format !== null) return { format, skipped: lines.slice(0, at) };
  }
  // One long line without an end: JSON says so with its first character.
  const last = head.replace(/^\uFEFF/, "").trimStart();
  if (complete.length === 0 && /^[[{]/.test(last)) return { format: "json", skipped: [] };
  return final || head.length >= ENOUGH_TO_RECOGNISE ? { format: "json", skipped: [] } : null;
}

function hasIdColumn(cells: readonly string[]): boolean {
  return (
    cells.length > 0 &&
    cells.some((cell) => ["id", "image_id"].includes(cell.trim().toLowerCase()) || fieldName(cell) === "id")
  );
}

function formatOf(line: string): Format | null {
  const text = line.trim();
  if (text === "" || promptCommand(text) !== null) return null;
  if (/^[[{]/.test(text) && !/^\[[\w.-]+@/.test(text)) return "json";
  if (/^\+-[-+]*\+$/.test(text)) return "table";
  if (/^\*{5,} \d+\. row \*{5,}$/.test(text)) return "vertical";
  if (text.includes("\t") && hasIdColumn(text.split("\t"))) return "tsv";
  if (text.includes(",") && hasIdColumn(csvCells(text))) return "csv";
  if (text.includes(";") && hasIdColumn(csvCells(text, ";"))) return "semicolon";
  if (/^"?id"?$/i.test(text)) return "csv";
  if (looksLikeValueRow(text)) return "value";
  if (/^(?:---|- \S.*:|[A-Za-z_][\w ]*:(?:\s|$))/.test(text)) return "yaml";
  return null;
}

function tableReader(sink: ImageSink): ByteReader {
  let fields: string[] = [];
  let shown: { names: string[]; cells: string[]; line: number } | null = null;
  const flush = (): void => {
    if (shown !== null) sink.cells(shown.names, shown.cells, shown.line);
    shown = null;
  };
  const reader = boxTableReader(
    {
      header(names, line) {
        flush();
        fields = names.map(fieldName);
        if (fields.length === 2 && /^(?:field|property)$/.test(fields[0] ?? "") && fields[1] === "value") {
          sink.setKind("image-show");
          shown = { names: [], cells: [], line };
        } else if (!fields.includes("id")) sink.problem(line, "a table without an id column");
        if (fields.includes("deleted")) sink.setKind("images-sql");
      },
      row(cells, line) {
        if (shown === null) return sink.cells(fields, cells, line);
        shown.names.push(fieldName(cells[0] ?? ""));
        shown.cells.push(cells[1] ?? "");
      },
      junk: sink.junk,
    },
    (names) => {
      const at = names.findIndex((name) => fieldName(name) === "id");
      return at >= 0 ? at : 0;
    },
  );
  const lines = lineSplitter(reader.line);
  return {
    push: lines.push,
    end() {
      lines.end();
      reader.end();
      flush();
    },
  };
}

/** `mysql -E` or `\G`: one line a field, a row of stars before each record. */
function verticalReader(sink: ImageSink): ByteReader {
  let fields: string[] = [];
  let cells: string[] = [];
  let start = 0;
  const flush = (): void => {
    if (fields.length > 0) sink.cells(fields, cells, start);
    fields = [];
    cells = [];
  };
  sink.setKind("images-sql");
  const lines = lineSplitter((text, number) => {
    if (/^\*{5,} \d+\. row \*{5,}\s*$/.test(text)) {
      flush();
      start = number;
      return;
    }
    const field = /^\s*(\w+): ?(.*)$/.exec(text);
    if (start === 0) sink.junk(text, number);
    else if (field !== null && (field[0].indexOf(":") === 16 || !/^\s{17}/.test(text))) {
      fields.push(fieldName(field[1] ?? ""));
      cells.push(field[2] ?? "");
    } else if (text !== "" && !/^\d+ rows? in set/.test(text)) cells[cells.length - 1] += `\n${text}`;
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      flush();
    },
  };
}

/** What mariadb's batch output writes for characters that would break a row. */
function unescapeBatch(cell: string): string {
  return cell.replace(/\\([nt0\\])/g, (_, code: string) => ({ n: "\n", t: "\t", "0": "\0" })[code] ?? "\\");
}

function csvReader(sink: ImageSink, delimiter: string): ByteReader {
  let fields: string[] | null = null;
  return csvSplitter(delimiter, (cells, line) => {
    if (fields === null) {
      if (!hasIdColumn(cells)) return sink.junk(cells.join(delimiter), line);
      fields = cells.map((cell) => fieldName(cell.trim()));
      if (fields.includes("deleted") || delimiter === "\t") sink.setKind("images-sql");
    } else sink.cells(fields, delimiter === "\t" ? cells.map(unescapeBatch) : cells, line);
  });
}

function valueReader(sink: ImageSink): ByteReader {
  let read: ReturnType<typeof valueRowReader> | undefined;
  return lineSplitter((text, number) => {
    read ??= valueRowReader(sink.command);
    const row = text.trim() === "" ? undefined : read(text.trimEnd());
    if (row === undefined) return;
    if (row === null) return sink.junk(text, number);
    sink.cells(row.fields, row.cells, number);
  });
}

function yamlReader(sink: ImageSink): ByteReader {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    push(chunk) {
      length += chunk.length;
      if (length <= LARGEST_YAML) chunks.push(chunk.slice());
    },
    end() {
      if (length > LARGEST_YAML) sink.problem(1, "YAML above 64 MiB is not read; use -f json or -f csv");
      const { parseDocument, LineCounter, isSeq } = createRequire(import.meta.url)("yaml") as typeof import("yaml");
      const counter = new LineCounter();
      const text = Buffer.concat(chunks).toString("utf8");
      const parsed = ((): unknown => {
        try {
          const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false });
          const value: unknown = document.toJS({ maxAliasCount: 100 });
          if (!Array.isArray(value)) {
            sink.setKind("image-show");
            return value;
          }
          const starts = isSeq(document.contents) ? document.contents.items : [];
          for (const [at, item] of value.entries()) {
            const range = (starts[at] as { range?: [number, number, number] } | undefined)?.range;
            sink.object(item, range === undefined ? 1 : counter.linePos(range[0]).line);
          }
          return null;
        } catch {
          sink.problem(1, "no YAML that can be read");
          return null;
        }
      })();
      if (isRecord(parsed)) sink.object(parsed, 1);
    },
  };
}

/** Members of a top-level object whose array holds images. */
const IMAGE_LISTS = ["images"];

function jsonReader(sink: ImageSink): ByteReader {
  return jsonSplitter(
    {
      items(values, lines) {
        for (let at = 0; at < values.length; at++) sink.object(values[at], lines[at] as number);
      },
      document(value, line, whole, list) {
        if (list || !isRecord(value)) return sink.page(value, whole, line);
        if (!("id" in value || "ID" in value)) return sink.problem(line, "an object that is no image");
        sink.setKind("image-show");
        sink.object(value, line);
      },
      junk: sink.junk,
    },
    IMAGE_LISTS,
  );
}

function readerFor(format: Format, sink: ImageSink): ByteReader {
  switch (format) {
    case "json":
      return jsonReader(sink);
    case "table":
      return tableReader(sink);
    case "vertical":
      return verticalReader(sink);
    case "csv":
      return csvReader(sink, ",");
    case "semicolon":
      return csvReader(sink, ";");
    case "tsv":
      return csvReader(sink, "\t");
    case "value":
      return valueReader(sink);
    case "yaml":
      return yamlReader(sink);
  }
}

/** Reads bytes of an image listing in any format into a sink; nothing in them can make it throw. */
export function imageByteReader(sink: ImageSink): ByteReader {
  let reader: ByteReader | null = null;
  let held: Uint8Array[] = [];
  let heldLength = 0;
  const decide = (final: boolean): void => {
    const bytes = Buffer.concat(held);
    const recognised = recognise(bytes.toString("utf8", 0, ENOUGH_TO_RECOGNISE), final);
    if (recognised === null) return;
    for (const line of recognised.skipped) if (promptCommand(line) !== null) sink.junk(line, 1);
    reader = readerFor(recognised.format, sink);
    reader.push(bytes);
    held = [];
  };
  return {
    push(chunk) {
      if (reader !== null) return reader.push(chunk);
      held.push(chunk.slice());
      heldLength += chunk.length;
      if (heldLength > 0) decide(false);
    },
    end() {
      if (reader === null) decide(true);
      reader?.end();
    },
  };
}
