/** Columns of checksums, hashes and project ids: one number a row, the digits once for each different value. */
import { integerColumn, type TextColumn } from "./columns.ts";
import { type HexIndex, hexIndex } from "./hex-index.ts";

/** 32-digit ids and MD5 sums; other texts (a project given as UUID or by name) are kept too. */
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
