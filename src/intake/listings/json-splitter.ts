/**
 * Reads JSON of any length in batches: the items of a top-level array, or of one list inside a top-level object
 * (`{"images": [...], "next": ...}`), several documents behind each other, text between them skipped. One pass over
 * the bytes finds where items end; `JSON.parse` reads about 1 MB at a time, never the whole.
 */
import { append, byteBuffer } from "./byte-buffer.ts";

export type JsonSink = {
  /** Items of the list, in order. `lines[i]` is the 1-based line on which `values[i]` begins. */
  items(values: readonly unknown[], lines: readonly number[]): void;
  /**
   * A document ended. `value`: for an object its members, the list left out as `[]`; for an array `[]`.
   * `whole`: it was read to its end; false when the text stopped inside it. `list`: it had a list of items.
   */
  document(value: unknown, line: number, whole: boolean, list: boolean): void;
  /** A line outside of any document, or a piece that is no JSON. */
  junk(text: string, line: number): void;
};

export type JsonSplitter = { push(chunk: Uint8Array): void; end(): void };

const BATCH_BYTES = 512 * 1024;
const SLICE_BYTES = 1024 * 1024;
/** A document on one line, up to this length, is read at once. */
const ONE_LINE_BYTES = 256 * 1024;
/** How much of a list on one line is read ahead at a time, and how far behind that the end of an item is looked for. */
const AHEAD_BYTES = 128 * 1024;
const AHEAD_WINDOW = 32 * 1024;
const AHEAD_TRIES = 3;
/** A single item, or an object without a list, above this is no listing: it is dropped, and said. */
const LONGEST_PIECE = 64 * 1024 * 1024;
const SHOWN_JUNK = 200;

const QUOTE = 34;
const COMMA = 44;
const LINE_FEED = 10;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function tryParse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Makes a splitter. `listNames`: members of a top-level object whose array holds the items. */
export function jsonSplitter(sink: JsonSink, listNames: readonly string[]): JsonSplitter {
  const buffer = byteBuffer();
  /** Next byte to look at. */
  let at = 0;
  let line = 1;
  let depth = 0;
  let inString = false;
  let stringStart = 0;
  let lastString = "";
  /** Depth inside the list, 0 while there is none. */
  let listDepth = 0;
  let hadList = false;
  let awaitsItem = false;
  let itemStarts: number[] = [];
  let itemLines: number[] = [];
  /** Items that are complete end here. */
  let batchEnd = 0;
  let batchStart = 0;
  let documentLine = 1;
  /** Text of the top-level object around the list. */
  let around = "";
  let aroundStart = 0;
  let looksForOneLine = true;
  /** The list may still be read ahead, without looking at each byte. */
  let readsAhead = true;
  let listOpened = false;

  const text = (from: number, to: number): string => buffer.bytes.toString("utf8", from, to);
  const junk = (from: number, to: number, where: number): void => {
    const shown = text(from, Math.min(to, from + SHOWN_JUNK)).trim();
    if (shown !== "") sink.junk(shown, where);
  };
  const shift = (moved: number): void => {
    if (moved === 0) return;
    at -= moved;
    stringStart -= moved;
    batchStart -= moved;
    batchEnd -= moved;
    aroundStart -= moved;
    for (let item = 0; item < itemStarts.length; item++) itemStarts[item] = (itemStarts[item] as number) - moved;
  };
  /** Reads items one by one, to lose only the broken ones. */
  const emitSingly = (complete: number, end: number): void => {
    const values: unknown[] = [];
    const lines: number[] = [];
    for (let item = 0; item < complete; item++) {
      const from = itemStarts[item] as number;
      const to = itemStarts[item + 1] ?? end;
      const parsed = tryParse(text(from, to).trim().replace(/,$/, ""));
      if (parsed === undefined) junk(from, to, itemLines[item] as number);
      else {
        values.push(parsed.value);
        lines.push(itemLines[item] as number);
      }
    }
    if (values.length > 0) sink.items(values, lines);
  };
  /** Hands on the items that end at `batchEnd`. */
  const emitBatch = (): void => {
    const incomplete = itemStarts.length > 0 && (itemStarts[itemStarts.length - 1] as number) >= batchEnd ? 1 : 0;
    const complete = itemStarts.length - incomplete;
    if (complete > 0) {
      const parsed = tryParse(`[${text(batchStart, batchEnd)}]`);
      if (parsed !== undefined && Array.isArray(parsed.value) && parsed.value.length === complete) {
        sink.items(parsed.value, itemLines.length === complete ? itemLines : itemLines.slice(0, complete));
      } else emitSingly(complete, batchEnd);
    }
    itemStarts = itemStarts.slice(complete);
    itemLines = itemLines.slice(complete);
    batchStart = batchEnd + 1;
  };
  const reset = (): void => {
    depth = 0;
    inString = false;
    listDepth = 0;
    hadList = false;
    awaitsItem = false;
    itemStarts = [];
    itemLines = [];
    around = "";
    looksForOneLine = true;
    readsAhead = true;
    buffer.start = Math.min(at, buffer.end);
  };
  const endDocument = (whole: boolean): void => {
    around += text(aroundStart, at);
    const parsed = tryParse(around.trim() || "[]");
    if (parsed !== undefined) sink.document(parsed.value, documentLine, whole, hadList);
    else if (hadList) sink.document({}, documentLine, false, true);
    else junk(aroundStart, at, documentLine);
    reset();
  };
  const openList = (): void => {
    around += `${text(aroundStart, at)}[`;
    listDepth = depth;
    hadList = true;
    awaitsItem = true;
    batchStart = at + 1;
    batchEnd = at + 1;
    listOpened = true;
  };
  const closeList = (): void => {
    batchEnd = at;
    awaitsItem = false;
    emitBatch();
    itemStarts = [];
    itemLines = [];
    listDepth = 0;
    aroundStart = at;
  };

  /** Reads a document that stands on one line. True if it was one. */
  const readOneLine = (lineEnd: number): boolean => {
    let last = lineEnd - 1;
    while (last > at && (buffer.bytes[last] as number) <= 32) last--;
    const closing = buffer.bytes[at] === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT;
    if (last === at || buffer.bytes[last] !== closing) return false;
    const parsed = tryParse(text(at, last + 1));
    if (parsed === undefined) return false;
    const { value } = parsed;
    let list: unknown[] | undefined;
    let rest: unknown = value;
    if (Array.isArray(value)) {
      list = value;
      rest = [];
    } else if (isObject(value)) {
      const name = listNames.find((each) => Array.isArray(value[each]));
      if (name !== undefined) {
        list = value[name] as unknown[];
        rest = { ...value, [name]: [] };
      }
    }
    if (list !== undefined && list.length > 0) sink.items(list, new Array<number>(list.length).fill(line));
    sink.document(rest, line, true, list !== undefined);
    at = lineEnd;
    return true;
  };

  /** Between documents. False: more bytes are needed. */
  const seekDocument = (final: boolean): boolean => {
    while (at < buffer.end) {
      const byte = buffer.bytes[at] as number;
      if (byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf && byte !== COMMA) break;
      if (byte === LINE_FEED) line++;
      at++;
    }
    buffer.start = at;
    if (at >= buffer.end) return false;
    const first = buffer.bytes[at];
    const lineEnd = buffer.bytes.subarray(0, buffer.end).indexOf(LINE_FEED, at);
    if (first !== OPEN_LIST && first !== OPEN_OBJECT) {
      if (lineEnd < 0 && !final) return false;
      const end = lineEnd < 0 ? buffer.end : lineEnd;
      junk(at, end, line);
      at = end;
      buffer.start = at;
      return true;
    }
    if (looksForOneLine) {
      if (lineEnd < 0 && !final && buffer.end - at < ONE_LINE_BYTES) return false;
      const end = lineEnd < 0 ? buffer.end : lineEnd;
      if ((lineEnd >= 0 || final) && end - at < ONE_LINE_BYTES && readOneLine(end)) {
        buffer.start = at;
        return true;
      }
      looksForOneLine = false;
    }
    documentLine = line;
    depth = 1;
    aroundStart = at;
    if (first === OPEN_LIST) openList();
    at++;
    return true;
  };

  /**
   * Reads items of a list on one line without a look at each byte: guesses where an item ends and lets `JSON.parse`
   * judge. The beginning of a list with a bracket behind it is an array only if it was cut between two items, so a
   * wrong guess cannot pass. False: more bytes are needed; true: go on byte by byte.
   */
  const readAhead = (final: boolean): boolean => {
    if (listDepth === 0) return true;
    while (readsAhead && listDepth > 0 && depth === listDepth && awaitsItem && itemStarts.length === 0) {
      if (buffer.end - at < AHEAD_BYTES + AHEAD_WINDOW) {
        if (!final) return false;
        break;
      }
      const cut = cutAhead();
      if (cut < 0) break;
      at = cut;
      batchStart = cut;
      batchEnd = cut;
      buffer.start = cut;
    }
    readsAhead = false;
    return true;
  };
  /** Hands on the items before the next end of an item that can be found; answers where the next one begins, or -1. */
  const cutAhead = (): number => {
    const window = buffer.bytes.subarray(at, at + AHEAD_BYTES + AHEAD_WINDOW);
    if (window.subarray(0, AHEAD_BYTES).includes(LINE_FEED)) return -1;
    let from = AHEAD_BYTES;
    for (let tries = 0; tries < AHEAD_TRIES; tries++) {
      const tight = window.indexOf('},{"', from);
      const spaced = window.indexOf('}, {"', from);
      const end = tight < 0 || spaced < 0 ? Math.max(tight, spaced) : Math.min(tight, spaced);
      if (end < 0 || window.subarray(AHEAD_BYTES, end).includes(LINE_FEED)) return -1;
      const parsed = tryParse(`[${text(at, at + end + 1)}]`);
      if (parsed !== undefined && Array.isArray(parsed.value)) {
        sink.items(parsed.value, new Array<number>(parsed.value.length).fill(line));
        return at + end + 2;
      }
      from = end + 1;
    }
    return -1;
  };

  /** Inside a document: goes on to its end or to the end of the bytes. */
  const scan = (): void => {
    const { bytes, end } = buffer;
    listOpened = false;
    while (at < end && depth > 0 && !listOpened) {
      if (inString) {
        let next = at;
        while (next < end && bytes[next] !== QUOTE && bytes[next] !== BACKSLASH) next++;
        at = next;
        if (next >= end) return;
        if (bytes[next] === BACKSLASH) {
          // An escape may be cut by the end of the chunk: wait for its second byte.
          if (next + 1 >= end) return;
          at = next + 2;
          continue;
        }
        inString = false;
        if (depth === 1 && listDepth === 0) lastString = text(stringStart, at);
        at++;
        continue;
      }
      const byte = bytes[at] as number;
      if (byte <= 32) {
        if (byte === LINE_FEED) line++;
        at++;
        continue;
      }
      if (awaitsItem && byte !== CLOSE_LIST) {
        awaitsItem = false;
        itemStarts.push(at);
        itemLines.push(line);
      }
      switch (byte) {
        case QUOTE:
          inString = true;
          stringStart = at + 1;
          break;
        case OPEN_LIST:
        case OPEN_OBJECT:
          depth++;
          if (byte === OPEN_LIST && depth === 2 && !hadList && listNames.includes(lastString)) openList();
          break;
        case CLOSE_LIST:
        case CLOSE_OBJECT:
          if (depth === listDepth) closeList();
          depth--;
          break;
        case COMMA:
          if (depth === listDepth && listDepth > 0) {
            batchEnd = at;
            awaitsItem = true;
            if (batchEnd - batchStart > BATCH_BYTES) emitBatch();
          }
          break;
        default:
      }
      at++;
    }
    if (depth === 0) endDocument(true);
  };

  const pushSlice = (slice: Uint8Array, final: boolean): void => {
    shift(append(buffer, slice));
    for (;;) {
      if (depth === 0) {
        if (!seekDocument(final)) return;
        continue;
      }
      if (!readAhead(final)) return;
      const before = at;
      scan();
      if (depth > 0) {
        // Only what is still needed is kept: the open batch inside a list, else the text around it.
        buffer.start = listDepth > 0 ? batchStart : aroundStart;
        if (buffer.end - buffer.start > LONGEST_PIECE) {
          junk(buffer.start, buffer.end, documentLine);
          at = buffer.end;
          reset();
          return;
        }
        if (at === before || at >= buffer.end || inString) return;
      }
    }
  };

  return {
    push(chunk) {
      for (let from = 0; from < chunk.length; from += SLICE_BYTES)
        pushSlice(chunk.subarray(from, from + SLICE_BYTES), false);
    },
    end() {
      pushSlice(new Uint8Array(0), true);
      if (depth === 0) return;
      if (listDepth > 0) {
        emitBatch();
        if (itemStarts.length > 0) junk(itemStarts[0] as number, buffer.end, itemLines[0] as number);
        at = buffer.end;
        around = "";
        aroundStart = at;
        sink.document(tryParse(around) ?? {}, documentLine, false, true);
        return reset();
      }
      at = buffer.end;
      endDocument(false);
    },
  };
}
