/** Blocks of any number and length to messages that Slack takes. Nothing is lost: what is too long for one goes on in the next. */
import type { KnownBlock, RichTextBlock } from "@slack/types";
import { plain } from "../inert.ts";
import { LIMITS, lengthOf } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import { bullets, code, fallback, type Item, itemText, paragraph, table, textOf } from "./blocks.ts";

/** A piece of a report before it is cut to blocks. */
export type Piece =
  | { kind: "block"; block: KnownBlock }
  | { kind: "paragraph"; text: Item }
  | { kind: "list"; items: readonly Item[] }
  | { kind: "table"; columns: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: "code"; text: string };

/** One block of text at the most, so that several fit into a message. */
const PIECE_TEXT = 2_800;
/** Of a list in one block. */
const MOST_ITEMS = 200;
/** Of a table, less a margin for cells that are drawn as one space. */
const TABLE_TEXT = LIMITS.tableText - 2 * LIMITS.tableRows * LIMITS.tableColumns;

/** Messages in order; `text` is the fallback of the first, and says which part the others are. */
export function toMessages(text: string, pieces: readonly Piece[]): SlackMessage[] {
  const messages: KnownBlock[][] = [];
  let [current, length]: [KnownBlock[], number] = [[], 0];
  for (const block of pieces.flatMap(blocksOf)) {
    const size = lengthOf(textOf(block));
    const second = block.type === "table" && current.some(({ type }) => type === "table");
    const full = current.length >= LIMITS.blocksOfMessage || length + size > LIMITS.textOfMessage;
    if (current.length > 0 && (full || second)) {
      messages.push(current);
      [current, length] = [[], 0];
    }
    current.push(block);
    length += size;
  }
  if (current.length > 0) messages.push(current);
  return messages.map((blocks, index) => ({
    text: fallback(index === 0 ? text : `${text} (${index + 1} of ${messages.length})`),
    blocks,
  }));
}

function blocksOf(piece: Piece): KnownBlock[] {
  switch (piece.kind) {
    case "block":
      return [piece.block];
    case "paragraph":
      return inItems(piece.text).map(paragraph);
    case "code":
      return inLines(plain(piece.text), PIECE_TEXT).map(code);
    case "list":
      return lists(piece.items);
    case "table":
      return tables(piece.columns, piece.rows);
  }
}

/** A row that is too long for a table alone becomes a list, so that nothing of it is lost. */
function tables(columns: readonly string[], rows: readonly (readonly string[])[]): KnownBlock[] {
  const head = lengthOf(columns.join(""));
  const blocks: KnownBlock[] = [];
  let [current, length]: [(readonly string[])[], number] = [[], head];
  const flush = (): void => {
    if (current.length > 0) blocks.push(table(columns, current));
    [current, length] = [[], head];
  };
  for (const row of rows) {
    const size = lengthOf(plain(row.join("")));
    if (size > LIMITS.tableText / 2 || row.length > LIMITS.tableColumns) {
      flush();
      blocks.push(...lists(row));
      continue;
    }
    if (length + size > TABLE_TEXT || current.length + 1 >= LIMITS.tableRows) flush();
    current.push(row);
    length += size;
  }
  flush();
  return blocks;
}

function lists(items: readonly Item[]): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let [current, length]: [Item[], number] = [[], 0];
  const flush = (): void => {
    if (current.length > 0) blocks.push(bullets(current));
    [current, length] = [[], 0];
  };
  for (const part of items.flatMap(inItems)) {
    const size = lengthOf(itemText(part)) + 1;
    if (length + size > PIECE_TEXT || current.length >= MOST_ITEMS) flush();
    current.push(part);
    length += size;
  }
  flush();
  return blocks;
}

function inItems(item: Item): Item[] {
  // what is escaped is longer than what was given: escaped first, counted then
  if (typeof item === "string") return inParts(plain(item), PIECE_TEXT - 1);
  const lead = plain(item.lead);
  const [first = "", ...rest] = inParts(plain(item.text), PIECE_TEXT - lengthOf(lead) - 2);
  return [{ lead, text: first }, ...rest];
}

/** At most `most` code points each, cut at a space where there is one near the end. */
function inParts(text: string, most: number): string[] {
  const points = [...text];
  const parts: string[] = [];
  for (let from = 0; from < points.length || parts.length === 0; ) {
    let end = Math.min(points.length, from + most);
    const space = points.lastIndexOf(" ", end - 1);
    if (end < points.length && space > from + most / 2) end = space;
    parts.push(points.slice(from, end).join(""));
    from = points[end] === " " ? end + 1 : end;
    if (end >= points.length) break;
  }
  return parts;
}

/** Whole lines together; a line that is too long alone is cut. */
function inLines(text: string, most: number): string[] {
  const parts: string[] = [];
  let current = "";
  for (const whole of text.replace(/\n$/, "").split("\n")) {
    for (const line of inParts(whole, most)) {
      if (current !== "" && lengthOf(current) + lengthOf(line) + 1 > most) {
        parts.push(current);
        current = line;
      } else current = current === "" ? line : `${current}\n${line}`;
    }
  }
  return current === "" ? parts : [...parts, current];
}
