/**
 * A set of names with a dense number each, built for millions of UUIDs or digests: names of exactly one hexadecimal
 * shape are kept as bits in an open-addressing table, every other name goes to an ordinary Map.
 */

import { freeChunks } from "./columns.ts";

/** `uuid`: lower-case 8-4-4-4-12. Otherwise: exactly that many lower-case hexadecimal digits. */
export type HexShape = "uuid" | 32 | 64 | 128;

export type HexIndex = {
  readonly size: number;
  /** The number of `text`, a new one if it was not there: 0, 1, 2, ... in order of first sight. */
  add(text: string): number;
  /** The number of `text`, or -1. */
  find(text: string): number;
  /** The number here of a name of another index of the same shape, or -1: for joins that make no text. */
  findSame(other: HexIndex, index: number): number;
  /** Makes the bits of a name the ones to look for; false when it is no hexadecimal name. Only for `findSame`. */
  loadKey(index: number): boolean;
  textAt(index: number): string;
  /** The order of two names as texts, without making these where both have the shape. */
  compare(one: number, other: number): number;
  /** Gives the memory back at once; nothing may be asked of it any more. */
  free(): void;
  /** False only for a name of that shape: others may be looked at without making the text of each. */
  isOther(index: number): boolean;
};

const NOT_HEX = 16;
const NIBBLE = new Uint8Array(128).fill(NOT_HEX);
for (let digit = 0; digit < 16; digit++) NIBBLE[digit.toString(16).charCodeAt(0)] = digit;
const UUID_LENGTH = 36;
const UUID_DASHES: readonly number[] = [8, 13, 18, 23];
const KEYS_IN_CHUNK = 1 << 14;

/** The bits of the name looked at last. Shared by all indexes: parsing and comparing never interleave. */
const key = new Uint32Array(16);

function readHexDigits(text: string, from: number, count: number, word: number): boolean {
  let bits = 0;
  for (let at = from; at < from + count; at++) {
    const code = text.charCodeAt(at);
    const nibble = code < 128 ? (NIBBLE[code] as number) : NOT_HEX;
    if (nibble === NOT_HEX) return false;
    bits = (bits << 4) | nibble;
  }
  key[word] = bits;
  return true;
}

/** Reads two groups of four digits around a dash into one word. */
function readSplitWord(text: string, first: number, second: number, word: number): boolean {
  if (!readHexDigits(text, first, 4, word)) return false;
  const high = key[word] as number;
  if (!readHexDigits(text, second, 4, word)) return false;
  key[word] = (high << 16) | (key[word] as number);
  return true;
}

function readUuid(text: string): boolean {
  if (text.length !== UUID_LENGTH) return false;
  for (const dash of UUID_DASHES) if (text.charCodeAt(dash) !== 45) return false;
  return (
    readHexDigits(text, 0, 8, 0) &&
    readSplitWord(text, 9, 14, 1) &&
    readSplitWord(text, 19, 24, 2) &&
    readHexDigits(text, 28, 8, 3)
  );
}

function readDigest(text: string, digits: number): boolean {
  if (text.length !== digits) return false;
  for (let word = 0; word * 8 < digits; word++) if (!readHexDigits(text, word * 8, 8, word)) return false;
  return true;
}

const CODES = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const DASH = 45;
/** Where a text is put together: one that is added up of parts is held as its parts, at ten times the room. */
const letters = Buffer.alloc(128);

function hexText(words: Uint32Array, from: number, count: number, dashes: boolean): string {
  let length = 0;
  for (let at = from; at < from + count; at++) {
    const word = words[at] as number;
    for (let shift = 28; shift >= 0; shift -= 4) {
      if (dashes && (length === 8 || length === 13 || length === 18 || length === 23)) letters[length++] = DASH;
      letters[length++] = CODES[(word >>> shift) & 15] as number;
    }
  }
  return letters.toString("latin1", 0, length);
}

/** Puts the dashes of a UUID into 32 digits. */
export function uuidOf(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

/** True for a lower-case UUID as Glance names images and RBD images. */
export function isUuid(text: string): boolean {
  return readUuid(text);
}

/**
 * Makes an empty index. Two names are the same only if all their characters are: the whole of a digest is kept and
 * compared, not a prefix.
 */
export function hexIndex(shape: HexShape): HexIndex {
  const words = shape === "uuid" ? 4 : shape / 8;
  const chunks: Uint32Array<ArrayBuffer>[] = [];
  /**
   * Number + 1 of the name in the low bits, as many as the table's length has; the high bits are those of its hash, so
   * that a name is compared only where they agree. 0 is an empty slot.
   */
  let slots = new Int32Array(1 << 10);
  let hexCount = 0;
  /** Other names, numbered in the same sequence; `numberOfKey` is made only once there is one. */
  const others = new Map<string, number>();
  const otherText = new Map<number, string>();
  const keyNumbers: { keys: number[]; firstOther: number } = { keys: [], firstOther: -1 };

  const isKey = (text: string): boolean => (shape === "uuid" ? readUuid(text) : readDigest(text, shape));
  const hashAt = (source: Uint32Array, from: number): number => {
    let hash = 0;
    for (let word = 0; word < words && word < 4; word++) {
      hash = Math.imul(hash ^ (source[from + word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  };
  const sameAt = (ordinal: number): boolean => {
    const chunk = chunks[ordinal >>> 14] as Uint32Array;
    const from = (ordinal & (KEYS_IN_CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) if (chunk[from + word] !== key[word]) return false;
    return true;
  };
  /** The slot that holds `key`, or the empty one where it belongs. */
  const slotOf = (hash: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      if (((entry ^ hash) & ~mask) === 0 && sameAt((entry & mask) - 1)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const ordinalIn = (slot: number): number => ((slots[slot] as number) & (slots.length - 1)) - 1;
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2);
    const mask = slots.length - 1;
    for (let ordinal = 0; ordinal < hexCount; ordinal++) {
      const hash = hashAt(chunks[ordinal >>> 14] as Uint32Array, (ordinal & (KEYS_IN_CHUNK - 1)) * words);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (ordinal + 1);
    }
  };
  const append = (emptySlot: number, hash: number): number => {
    let slot = emptySlot;
    if (hexCount * 10 >= slots.length * 7) {
      grow();
      slot = slotOf(hash);
    }
    const ordinal = hexCount++;
    if ((ordinal & (KEYS_IN_CHUNK - 1)) === 0) chunks.push(new Uint32Array(KEYS_IN_CHUNK * words));
    const chunk = chunks[ordinal >>> 14] as Uint32Array;
    const from = (ordinal & (KEYS_IN_CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) chunk[from + word] = key[word] as number;
    slots[slot] = (hash & ~(slots.length - 1)) | (ordinal + 1);
    return ordinal;
  };
  /** Numbers and ordinals are the same until the first other name; from there on both sides are listed. */
  const numberOf = (ordinal: number): number =>
    keyNumbers.firstOther < 0 || ordinal < keyNumbers.firstOther
      ? ordinal
      : (keyNumbers.keys[ordinal - keyNumbers.firstOther] as number);
  const ordinalOf = (number: number): number => {
    if (keyNumbers.firstOther < 0 || number < keyNumbers.firstOther) return number;
    let low = 0;
    let high = keyNumbers.keys.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keyNumbers.keys[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    return keyNumbers.firstOther + low;
  };

  const index: HexIndex = {
    get size() {
      return hexCount + others.size;
    },
    add(text) {
      if (isKey(text)) {
        const hash = hashAt(key, 0);
        const slot = slotOf(hash);
        const present = ordinalIn(slot);
        if (present >= 0) return numberOf(present);
        const number = hexCount + others.size;
        const ordinal = append(slot, hash);
        if (keyNumbers.firstOther >= 0) keyNumbers.keys[ordinal - keyNumbers.firstOther] = number;
        return number;
      }
      const known = others.get(text);
      if (known !== undefined) return known;
      const number = hexCount + others.size;
      if (keyNumbers.firstOther < 0) keyNumbers.firstOther = hexCount;
      others.set(text, number);
      otherText.set(number, text);
      return number;
    },
    find(text) {
      if (!isKey(text)) return others.get(text) ?? -1;
      const ordinal = ordinalIn(slotOf(hashAt(key, 0)));
      return ordinal < 0 ? -1 : numberOf(ordinal);
    },
    findSame(other, index) {
      if (!other.loadKey(index)) return others.get(other.textAt(index)) ?? -1;
      const ordinal = ordinalIn(slotOf(hashAt(key, 0)));
      return ordinal < 0 ? -1 : numberOf(ordinal);
    },
    isOther: (index) => otherText.has(index),
    free() {
      freeChunks(chunks);
      freeChunks([slots]);
      hexCount = 0;
      others.clear();
      otherText.clear();
    },
    compare(one, other) {
      if (otherText.has(one) || otherText.has(other)) {
        const [text, against] = [index.textAt(one), index.textAt(other)];
        return text < against ? -1 : text > against ? 1 : 0;
      }
      index.loadKey(one);
      const ordinal = ordinalOf(other);
      const chunk = chunks[ordinal >>> 14] as Uint32Array;
      const from = (ordinal & (KEYS_IN_CHUNK - 1)) * words;
      for (let word = 0; word < words; word++) {
        const difference = (key[word] as number) - (chunk[from + word] as number);
        if (difference !== 0) return difference;
      }
      return 0;
    },
    loadKey(index) {
      if (otherText.has(index)) return false;
      const ordinal = ordinalOf(index);
      const chunk = chunks[ordinal >>> 14];
      if (chunk === undefined || ordinal >= hexCount) return false;
      const from = (ordinal & (KEYS_IN_CHUNK - 1)) * words;
      for (let word = 0; word < words; word++) key[word] = chunk[from + word] as number;
      return true;
    },
    textAt(index) {
      const other = otherText.get(index);
      if (other !== undefined) return other;
      const ordinal = ordinalOf(index);
      const chunk = chunks[ordinal >>> 14];
      if (chunk === undefined || ordinal >= hexCount) return "";
      return hexText(chunk, (ordinal & (KEYS_IN_CHUNK - 1)) * words, words, shape === "uuid");
    },
  };
  return index;
}
