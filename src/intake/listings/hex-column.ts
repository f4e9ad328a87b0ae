/** Columns of checksums, hashes and project ids: digits as bits; of hashes and ids each different value once. */
import { byteColumn, integerColumn, type TextColumn } from "./columns.ts";
import { type HexIndex, hexIndex } from "./hex-index.ts";

/** Project ids of 32 digits; other texts (a UUID with dashes, a name) are kept too. */
export function idColumn(): TextColumn {
  const index = hexIndex(32);
  const numbers = integerColumn(-1);
  return {
    get(row) {
      const number = numbers.get(row);
      return number < 0 ? null : index.textAt(number);
    },
    set(row, value) {
      numbers.set(row, value === null || value === "" ? -1 : index.add(value));
    },
  };
}

const CHUNK_ROWS = 1 << 14;
const NIBBLE = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) NIBBLE[digit.toString(16).charCodeAt(0)] = digit;

/** MD5 sums, 16 bytes a row without looking for equal ones; any other text goes to a Map. */
export function checksumColumn(): TextColumn {
  const chunks: Buffer[] = [];
  const others = new Map<number, string>();
  const isNull = (row: number): boolean => chunks[row >>> 14] === undefined || known.get(row) === 0;
  const known = byteColumn();
  const write = (chunk: Buffer, from: number, text: string): boolean => {
    if (text.length !== 32) return false;
    for (let at = 0; at < 32; at += 2) {
      const high = NIBBLE[text.charCodeAt(at)] ?? -1;
      const low = NIBBLE[text.charCodeAt(at + 1)] ?? -1;
      if (high < 0 || low < 0) return false;
      chunk[from + (at >>> 1)] = (high << 4) | low;
    }
    return true;
  };
  return {
    get(row) {
      if (isNull(row)) return null;
      const from = (row & (CHUNK_ROWS - 1)) * 16;
      return others.get(row) ?? (chunks[row >>> 14] as Buffer).toString("hex", from, from + 16);
    },
    set(row, value) {
      if (value === null || value === "") {
        known.set(row, 0);
        return;
      }
      let chunk = chunks[row >>> 14];
      if (chunk === undefined) {
        chunk = Buffer.alloc(CHUNK_ROWS * 16);
        chunks[row >>> 14] = chunk;
      }
      known.set(row, 1);
      if (!write(chunk, (row & (CHUNK_ROWS - 1)) * 16, value)) others.set(row, value);
    },
  };
}

export type HashColumn = TextColumn & {
  /** The same number for the same text, all digits compared; -1 for none. */
  numberAt(row: number): number;
};

const KINDS = 4;

/** `os_hash_value`: SHA-512 (128 digits) as a rule, SHA-256 (64) or MD5 (32) where an operator changed the algorithm. */
export function hashColumn(): HashColumn {
  const numbers = integerColumn(-1);
  const indexes: (HexIndex | undefined)[] = [];
  const kindOf = (length: number): number => (length === 128 ? 0 : length === 64 ? 1 : 2);
  const indexOf = (kind: number): HexIndex => {
    const known = indexes[kind];
    if (known !== undefined) return known;
    const made = hexIndex(kind === 0 ? 128 : kind === 1 ? 64 : 32);
    indexes[kind] = made;
    return made;
  };
  return {
    numberAt: (row) => numbers.get(row),
    get(row) {
      const number = numbers.get(row);
      return number < 0 ? null : indexOf(number % KINDS).textAt(Math.floor(number / KINDS));
    },
    set(row, value) {
      if (value === null || value === "") return numbers.set(row, -1);
      const kind = kindOf(value.length);
      numbers.set(row, indexOf(kind).add(value) * KINDS + kind);
    },
  };
}
