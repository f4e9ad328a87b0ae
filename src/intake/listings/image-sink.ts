/** Where the readers of all formats put images: adds them to the table, counts what the rows show, keeps what went wrong. */
import type { ImageListArtefact } from "../artefact.ts";
import type { Redaction } from "../source.ts";
import { readImageCells, readImageObject } from "./image-fields.ts";
import type { ImageRecord, ImageTableBuilder } from "./image-table.ts";
import type { FieldContext } from "./image-values.ts";
import { queryOfCommand, queryOfLink, reachOf } from "./reach.ts";
import { isRecord, type ListingSource, problemList, promptCommand } from "./reading.ts";

export type ImageKind = ImageListArtefact["kind"];

export type ImageSink = {
  object(value: unknown, line: number): void;
  cells(fields: readonly string[], cells: readonly string[], line: number): void;
  /** The members of an API page beside its images. */
  page(envelope: unknown, whole: boolean, line: number): void;
  /** A line that is no row; a shell prompt among them tells the command. */
  junk(text: string, line: number): void;
  problem(line: number, message: string): void;
  /** The source shows single images (`image show`) or database rows. */
  setKind(kind: ImageKind): void;
  readonly command: string | undefined;
  finish(): { artefact: ImageListArtefact; redactions: Redaction[] };
};

/** Query of a page link without what differs from page to page. */
function queryText(link: string): string {
  const at = link.indexOf("?");
  const query = new URLSearchParams(at < 0 ? "" : link.slice(at + 1));
  query.delete("marker");
  query.sort();
  return query.toString();
}

const MOST_REDACTIONS = 10_000;

export function imageSink(source: ListingSource, images: ImageTableBuilder, kind?: ImageKind): ImageSink {
  const problems = problemList();
  const redactions: Redaction[] = [];
  const seen = { rows: 0, hidden: 0, shown: 0 };
  let { command } = source;
  let found: ImageKind | undefined = kind;
  let pages: { query: string; next: string | null } | undefined;
  let cutOff = false;
  const onRedaction = (line: number, count: number): void => {
    for (let each = 0; each < count && redactions.length < MOST_REDACTIONS; each++) {
      redactions.push({ file: source.file, line, kind: "secret-key" });
    }
  };
  const forObjects: FieldContext = { cells: false, onRedaction };
  const forCells: FieldContext = { cells: true, onRedaction };
  const add = (record: ImageRecord | null, line: number): void => {
    if (record === null) {
      problems.add(line, "a row without an image id");
      return;
    }
    seen.rows++;
    if (record.hidden === true) seen.hidden++;
    else if (record.hidden === false) seen.shown++;
    images.add(record, source.file);
  };
  return {
    get command() {
      return command;
    },
    object(value, line) {
      if (isRecord(value)) add(readImageObject(value, line, forObjects), line);
      else problems.add(line, "an item that is no image");
    },
    cells: (fields, cells, line) => add(readImageCells(fields, cells, line, forCells), line),
    page(envelope, whole, line) {
      if (!whole) {
        cutOff = true;
        problems.add(line, "the listing ends in the middle");
      }
      if (!isRecord(envelope) || !("first" in envelope || "next" in envelope || "schema" in envelope)) return;
      const next = typeof envelope["next"] === "string" ? envelope["next"] : null;
      const first = typeof envelope["first"] === "string" ? envelope["first"] : null;
      const query = first ?? next;
      const known = pages;
      // A page without `next` is the last one, wherever it stands; before it was seen, the listing is cut.
      pages = {
        query: query === null ? (known?.query ?? "") : queryText(query),
        next: known !== undefined && known.next === null ? null : next,
      };
      if (command === undefined && first !== null) command = `GET ${first}`;
    },
    junk(text, line) {
      const prompt = promptCommand(text);
      if (prompt !== null) command ??= prompt;
      else if (text.trim() !== "") problems.add(line, "a line that is no row", text);
    },
    problem: (line, message) => problems.add(line, message),
    setKind(next) {
      found ??= next;
    },
    finish() {
      const query = command?.startsWith("GET ") ? queryOfLink(command) : queryOfCommand(command);
      const reach = reachOf(query, seen, cutOff || (pages !== undefined && pages.next !== null));
      if (pages !== undefined) reach.pages = pages;
      const artefact: ImageListArtefact = { kind: found ?? "image-list", file: source.file, rows: seen.rows, reach };
      if (problems.list.length > 0) artefact.problems = problems.list;
      return { artefact, redactions };
    },
  };
}
