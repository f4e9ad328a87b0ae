/**
 * Growing columns of numbers, in chunks: growing copies nothing, and a chunk without a value takes no memory. One
 * factory for each kind of number on purpose: code shared by all kinds is several times slower in V8.
 */

const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_ROWS - 1;

export type NumberColumn = {
  /** The value of a row; `empty` where none was set. */
  get(row: number): number;
  set(row: number, value: number): void;
  /** Gives the memory back at once, without waiting for the collector of garbage; every row is `empty` from then on. */
  free(): void;
};

/** Empties a list of chunks: a buffer that is moved to length 0 is gone at once. */
export function freeChunks(chunks: ({ readonly buffer: ArrayBuffer } | undefined)[]): void {
  for (const chunk of chunks.splice(0)) chunk?.buffer.transfer(0);
}

/** Whole numbers 0 to 255. */
export function byteColumn(): NumberColumn {
  const chunks: (Uint8Array<ArrayBuffer> | undefined)[] = [];
  return {
    free: () => freeChunks(chunks),
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & IN_CHUNK] ?? 0,
    set(row, value) {
      let chunk = chunks[row >>> CHUNK_BITS];
      if (chunk === undefined) {
        if (value === 0) return;
        chunk = new Uint8Array(CHUNK_ROWS);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & IN_CHUNK] = value;
    },
  };
}

/** Whole numbers of 32 bits with sign. */
export function integerColumn(empty = 0): NumberColumn {
  const chunks: (Int32Array<ArrayBuffer> | undefined)[] = [];
  return {
    free: () => freeChunks(chunks),
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & IN_CHUNK] ?? empty,
    set(row, value) {
      let chunk = chunks[row >>> CHUNK_BITS];
      if (chunk === undefined) {
        if (value === empty) return;
        chunk = new Int32Array(CHUNK_ROWS);
        if (empty !== 0) chunk.fill(empty);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & IN_CHUNK] = value;
    },
  };
}

/** Whole numbers that are small in most chunks: a byte a row, until a chunk gets one that needs 32 bits. `empty`: 0 or -1. */
export function smallColumn(empty = 0): NumberColumn {
  const narrow: (Uint8Array<ArrayBuffer> | undefined)[] = [];
  const wide = integerColumn(empty);
  const isWide: boolean[] = [];
  const widen = (at: number): void => {
    isWide[at] = true;
    const chunk = narrow[at];
    narrow[at] = undefined;
    if (chunk === undefined) return;
    const first = at * CHUNK_ROWS;
    for (let index = 0; index < CHUNK_ROWS; index++) wide.set(first + index, (chunk[index] as number) + empty);
  };
  return {
    free() {
      freeChunks(narrow);
      wide.free();
      isWide.length = 0;
    },
    get(row) {
      const at = row >>> CHUNK_BITS;
      if (isWide[at] === true) return wide.get(row);
      return (narrow[at]?.[row & IN_CHUNK] ?? 0) + empty;
    },
    set(row, value) {
      const at = row >>> CHUNK_BITS;
      const small = value - empty;
      if (isWide[at] !== true && (small < 0 || small > 255)) widen(at);
      if (isWide[at] === true) return wide.set(row, value);
      let chunk = narrow[at];
      if (chunk === undefined) {
        if (small === 0) return;
        chunk = new Uint8Array(CHUNK_ROWS);
        narrow[at] = chunk;
      }
      chunk[row & IN_CHUNK] = small;
    },
  };
}

/** Any number; NaN where none was set. */
export function numberColumn(): NumberColumn {
  const chunks: (Float64Array<ArrayBuffer> | undefined)[] = [];
  return {
    free: () => freeChunks(chunks),
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & IN_CHUNK] ?? Number.NaN,
    set(row, value) {
      let chunk = chunks[row >>> CHUNK_BITS];
      if (chunk === undefined) {
        if (Number.isNaN(value)) return;
        chunk = new Float64Array(CHUNK_ROWS).fill(Number.NaN);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & IN_CHUNK] = value;
    },
  };
}

export type TextColumn = {
  get(row: number): string | null;
  set(row: number, value: string | null): void;
};

/** A column of few different words (formats, states): one byte a row; from the 255th different word on, a Map. */
export function wordColumn(): TextColumn {
  const codes = byteColumn();
  const words: (string | null)[] = [null];
  const codeOf = new Map<string, number>();
  const rest = new Map<number, string>();
  let lastWord = "";
  let lastCode = 0;
  return {
    get(row) {
      const code = codes.get(row);
      return code === 255 ? (rest.get(row) ?? null) : (words[code] ?? null);
    },
    set(row, value) {
      if (value === null) return codes.set(row, 0);
      if (value === lastWord && lastCode !== 0) return codes.set(row, lastCode);
      let code = codeOf.get(value);
      if (code === undefined) {
        code = words.length < 255 ? words.push(value) - 1 : 255;
        if (code !== 255) codeOf.set(value, code);
      }
      if (code === 255) rest.set(row, value);
      else {
        lastWord = value;
        lastCode = code;
      }
      codes.set(row, code);
    },
  };
}

/** Seconds of an ISO 8601 or SQL time in UTC; NaN where the text is none. */
export function secondsOf(text: string): number {
  const digits = (at: number): number => text.charCodeAt(at) - 48;
  const separator = text.charCodeAt(10);
  if (
    (text.length === 20 || text.length === 19) &&
    (separator === 84 || separator === 32) &&
    text.charCodeAt(4) === 45
  ) {
    const year = digits(0) * 1000 + digits(1) * 100 + digits(2) * 10 + digits(3);
    const month = digits(5) * 10 + digits(6);
    const day = digits(8) * 10 + digits(9);
    const clock =
      (digits(11) * 10 + digits(12)) * 3600 + (digits(14) * 10 + digits(15)) * 60 + digits(17) * 10 + digits(18);
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31 && clock >= 0 && clock <= 86_400) {
      return Date.UTC(year, month - 1, day) / 1000 + clock;
    }
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN;
  const iso = text.trim().replace(" ", "T");
  const zoned = iso.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`;
  return Math.floor(Date.parse(zoned) / 1000);
}

/** Times, kept to the second; what is no time reads as null. Years 1970 to 2105. */
export function timeColumn(): TextColumn {
  const seconds = integerColumn();
  return {
    get(row) {
      const value = seconds.get(row) >>> 0;
      return value === 0 ? null : `${new Date(value * 1000).toISOString().slice(0, 19)}Z`;
    },
    set(row, value) {
      const at = value === null ? 0 : secondsOf(value);
      seconds.set(row, at > 0 && at < 2 ** 32 ? at : 0);
    },
  };
}
