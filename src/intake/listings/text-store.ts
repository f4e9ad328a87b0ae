/** Many short byte strings in few buffers: no object, no string and no parent string is kept for each. */
import { integerColumn, smallColumn, type TextColumn } from "./columns.ts";

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;

export type ByteStore = {
  /** Copies `length` bytes and answers where they are. */
  put(bytes: Uint8Array, length: number): number;
  /** The chunk that holds `reference`, and where its bytes begin and end there. */
  get(reference: number): { chunk: Uint8Array; start: number; end: number };
};

/** Up to 2 GiB of byte strings, each behind its length. */
export function byteStore(): ByteStore {
  const chunks: Buffer[] = [];
  let used = CHUNK_BYTES;
  return {
    put(bytes, length) {
      const needed = length + 5;
      if (used + needed > CHUNK_BYTES) {
        chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, needed)));
        used = 0;
      }
      const chunk = chunks[chunks.length - 1] as Buffer;
      const reference = (chunks.length - 1) * CHUNK_BYTES + used;
      let at = used;
      let rest = length;
      while (rest > 127) {
        chunk[at++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      chunk[at++] = rest;
      for (let index = 0; index < length; index++) chunk[at + index] = bytes[index] as number;
      used = at + length;
      return reference;
    },
    get(reference) {
      const chunk = chunks[Math.floor(reference / CHUNK_BYTES)] ?? Buffer.alloc(1);
      let at = reference % CHUNK_BYTES;
      let length = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = chunk[at++] ?? 0;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      return { chunk, start: at, end: at + length };
    },
  };
}

/** Where text is turned into bytes before it is stored; grows to the longest text. */
export type ByteScratch = { bytes: Buffer; length: number };

export function byteScratch(): ByteScratch {
  return { bytes: Buffer.allocUnsafeSlow(4096), length: 0 };
}

/** Makes room for `more` bytes behind what is there. */
export function reserve(scratch: ByteScratch, more: number): void {
  if (scratch.length + more <= scratch.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow((scratch.length + more) * 2);
  scratch.bytes.copy(larger, 0, 0, scratch.length);
  scratch.bytes = larger;
}

/** Appends text as UTF-8. Short ASCII is copied here: a native call costs more than it saves. */
export function appendText(scratch: ByteScratch, text: string): void {
  reserve(scratch, text.length * 3);
  const { bytes } = scratch;
  const start = scratch.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      scratch.length = start + bytes.write(text, start, "utf8");
      return;
    }
    bytes[start + at] = code;
  }
  scratch.length = start + text.length;
}

/** UTF-8 bytes as text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8");
}

const INTERNED_TEXTS = 4096;
const INTERNED_LENGTH = 512;

/** A column of texts. `repeats`: the same texts come again and again; the first 4,096 different ones are then kept once. */
export function textColumn(repeats: boolean): TextColumn {
  /** 0: null; positive: number + 1 of an interned text; negative: -1 - place in the store. */
  const places = repeats ? smallColumn() : integerColumn();
  const texts: string[] = [];
  const placeOf = new Map<string, number>();
  const store = byteStore();
  const scratch = byteScratch();
  return {
    get(row) {
      const place = places.get(row);
      if (place === 0) return null;
      if (place > 0) return texts[place - 1] ?? null;
      const { chunk, start, end } = store.get(-1 - place);
      return textOf(chunk, start, end);
    },
    set(row, value) {
      if (value === null) return places.set(row, 0);
      if (repeats) {
        const known = placeOf.get(value);
        if (known !== undefined) return places.set(row, known);
        if (texts.length < INTERNED_TEXTS && value.length <= INTERNED_LENGTH) {
          placeOf.set(value, texts.push(value));
          return places.set(row, texts.length);
        }
      }
      scratch.length = 0;
      appendText(scratch, value);
      places.set(row, -1 - store.put(scratch.bytes, scratch.length));
    },
  };
}
