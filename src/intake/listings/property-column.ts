/**
 * Image properties in bytes. Keys and common values are numbers, UUIDs and 32-digit ids are 16 bytes, and equal sets
 * of properties share their bytes.
 */

import { integerColumn } from "./columns.ts";
import { uuidOf } from "./hex-index.ts";
import { appendText, type ByteScratch, byteScratch, byteStore, reserve, textOf } from "./text-store.ts";

export type PropertyColumn = {
  get(row: number): Record<string, string>;
  /** One property of a row, without making the others. */
  find(row: number, name: string): string | undefined;
  set(row: number, properties: Readonly<Record<string, string>>): void;
};

const COMMON = 0;
const TEXT = 1;
const UUID = 2;
const DIGITS = 3;
const COMMON_VALUES = 8192;
const COMMON_LENGTH = 40;
const RECENT_SETS = 1 << 15;

const NIBBLE = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) NIBBLE[digit.toString(16).charCodeAt(0)] = digit;

/** Appends 16 bytes for text of 32 lower-case digits (with `dashes`, a UUID), or nothing and false. */
function appendHex(scratch: ByteScratch, text: string, dashes: boolean): boolean {
  let at = scratch.length;
  let high = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (dashes && (index === 8 || index === 13 || index === 18 || index === 23)) {
      if (code !== 45) return false;
      continue;
    }
    const nibble = code < 128 ? (NIBBLE[code] as number) : -1;
    if (nibble < 0) return false;
    if (high < 0) high = nibble;
    else {
      scratch.bytes[at++] = (high << 4) | nibble;
      high = -1;
    }
  }
  scratch.length = at;
  return true;
}

function appendNumber(scratch: ByteScratch, value: number): void {
  let rest = value;
  while (rest > 127) {
    scratch.bytes[scratch.length++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  scratch.bytes[scratch.length++] = rest;
}

/** Numbers for texts in order of first sight, up to a limit; -1 beyond it. */
function dictionary(limit: number): { numberOf(text: string): number; texts: string[] } {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    texts,
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      if (texts.length >= limit) return -1;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

export function propertyColumn(): PropertyColumn {
  const places = integerColumn(-1);
  const store = byteStore();
  const names = dictionary(Number.POSITIVE_INFINITY);
  const values = dictionary(COMMON_VALUES);
  const scratch = byteScratch();
  const recent = new Int32Array(RECENT_SETS).fill(-1);

  const appendValue = (value: string): void => {
    if (value.length === 36 || value.length === 32) {
      const kindAt = scratch.length++;
      scratch.bytes[kindAt] = value.length === 36 ? UUID : DIGITS;
      if (appendHex(scratch, value, value.length === 36)) return;
      scratch.length = kindAt;
    }
    const number = value.length <= COMMON_LENGTH ? values.numberOf(value) : -1;
    if (number >= 0) {
      scratch.bytes[scratch.length++] = COMMON;
      appendNumber(scratch, number);
      return;
    }
    scratch.bytes[scratch.length++] = TEXT;
    appendNumber(scratch, Buffer.byteLength(value, "utf8"));
    appendText(scratch, value);
  };
  const encode = (properties: Readonly<Record<string, string>>): void => {
    scratch.length = 0;
    for (const name in properties) {
      const value = properties[name] as string;
      reserve(scratch, value.length * 3 + 64);
      appendNumber(scratch, names.numberOf(name));
      appendValue(value);
    }
  };
  const sameBytes = (reference: number): boolean => {
    const { chunk, start, end } = store.get(reference);
    if (end - start !== scratch.length) return false;
    for (let at = 0; at < scratch.length; at++) if (chunk[start + at] !== scratch.bytes[at]) return false;
    return true;
  };
  /** Goes through the pairs of a row; `visit` answers true to stop. */
  const walk = (row: number, visit: (name: string, value: () => string) => boolean): void => {
    const place = places.get(row);
    if (place < 0) return;
    const { chunk, start, end } = store.get(place);
    let at = start;
    const number = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = chunk[at++] as number;
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    while (at < end) {
      const name = names.texts[number()] ?? "";
      const kind = chunk[at++];
      const payload = kind === COMMON || kind === TEXT ? number() : 16;
      const from = at;
      if (kind !== COMMON) at += payload;
      const text = (): string => {
        if (kind === COMMON) return values.texts[payload] ?? "";
        if (kind === TEXT) return textOf(chunk, from, from + payload);
        const digits = Buffer.from(chunk.buffer, chunk.byteOffset + from, 16).toString("hex");
        return kind === UUID ? uuidOf(digits) : digits;
      };
      if (visit(name, text)) return;
    }
  };

  return {
    get(row) {
      // Names come from outside: no prototype, so that none of them means more than its text.
      const properties: Record<string, string> = Object.create(null);
      walk(row, (name, value) => {
        properties[name] = value();
        return false;
      });
      return properties;
    },
    find(row, wanted) {
      let found: string | undefined;
      walk(row, (name, value) => {
        if (name !== wanted) return false;
        found = value();
        return true;
      });
      return found;
    },
    set(row, properties) {
      encode(properties);
      if (scratch.length === 0) return;
      let hash = 0x811c9dc5;
      for (let at = 0; at < scratch.length; at++) hash = Math.imul(hash ^ (scratch.bytes[at] as number), 0x01000193);
      const slot = (hash ^ (hash >>> 15)) & (RECENT_SETS - 1);
      const known = recent[slot] as number;
      if (known >= 0 && sameBytes(known)) return places.set(row, known);
      const place = store.put(scratch.bytes, scratch.length);
      recent[slot] = place;
      places.set(row, place);
    },
  };
}
