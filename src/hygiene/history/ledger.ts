/** Sorted lists of UUIDs, each with a number beside it: a million fit into 24 MB, and two are compared in one pass. */

/** 16 bytes of the id, then a number of 8 bytes. */
const ENTRY = 24;
const WORDS = ENTRY / 4;
const ID_WORDS = 4;
const PART_BITS = 14;
const IN_PART = 1 << PART_BITS;
const HEX = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Entries in order of their ids, each id once. In parts: one large piece finds no room in what smaller ones left. */
export type Ledger = {
  readonly size: number;
  /** All full but the last. */
  readonly parts: readonly Uint8Array[];
};

export const EMPTY_LEDGER: Ledger = { size: 0, parts: [] };

/** Names that are no UUID are left out, and case tells none from another; of an id that comes twice the first number stays. */
export function ledgerOf(entries: Iterable<readonly [id: string, value: number]>): Ledger {
  const parts: Uint8Array[] = [];
  const views: DataView[] = [];
  let size = 0;
  for (const [id, value] of entries) {
    if (!HEX.test(id)) continue;
    if (size >>> PART_BITS === parts.length) {
      const part = new Uint8Array(IN_PART * ENTRY);
      parts.push(part);
      views.push(viewOf(part));
    }
    writeEntry(views[size >>> PART_BITS] as DataView, size & (IN_PART - 1), id, value);
    size++;
  }
  arrange(views, orderOf(views, size));
  return cut(parts, withoutRepeats(views, size));
}

function writeEntry(view: DataView, place: number, id: string, value: number): void {
  const start = place * ENTRY;
  for (let at = 0, byte = 0; byte < 16; at += 2) {
    if (id.charCodeAt(at) === 45) at++;
    view.setUint8(start + byte++, Number.parseInt(id.slice(at, at + 2), 16));
  }
  view.setFloat64(start + 16, value);
}

const viewOf = (part: Uint8Array): DataView => new DataView(part.buffer, part.byteOffset, part.byteLength);
const viewsOf = ({ parts }: Ledger): DataView[] => parts.map(viewOf);
const wordAt = (views: readonly DataView[], index: number, word: number): number =>
  (views[index >>> PART_BITS] as DataView).getUint32((index & (IN_PART - 1)) * ENTRY + word * 4);

function compareAt(one: readonly DataView[], a: number, other: readonly DataView[], b: number): number {
  for (let word = 0; word < ID_WORDS; word++) {
    const difference = wordAt(one, a, word) - wordAt(other, b, word);
    if (difference !== 0) return difference;
  }
  return 0;
}

const HEADS = 1 << 16;

/** Numbers of the entries in order of their ids: many are parted by the first two bytes, and each part sorted. */
function orderOf(views: readonly DataView[], count: number): Uint32Array {
  const compare = (one: number, other: number): number => compareAt(views, one, views, other) || one - other;
  if (count < HEADS) return Uint32Array.from({ length: count }, (_, index) => index).sort(compare);
  const headAt = (index: number): number => wordAt(views, index, 0) >>> 16;
  const ends = new Uint32Array(HEADS);
  for (let index = 0; index < count; index++) ends[headAt(index)] = (ends[headAt(index)] as number) + 1;
  for (let head = 1; head < HEADS; head++) ends[head] = (ends[head] as number) + (ends[head - 1] as number);
  const next = Uint32Array.from(ends, (_, head) => (head === 0 ? 0 : (ends[head - 1] as number)));
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const place = next[headAt(index)] as number;
    order[place] = index;
    next[headAt(index)] = place + 1;
  }
  for (let head = 0, from = 0; from < count; head++) {
    const to = ends[head] as number;
    if (to - from > 1) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}

/** Puts entry `order[at]` at each place, along the rings in which they change places; `order` is used up. */
function arrange(views: readonly DataView[], order: Uint32Array): void {
  const aside = [new DataView(new ArrayBuffer(ENTRY))];
  for (let start = 0; start < order.length; start++) {
    if (order[start] === start) continue;
    copyEntry(views, start, aside, 0);
    let at = start;
    for (let from = order[at] as number; from !== start; from = order[at] as number) {
      copyEntry(views, from, views, at);
      order[at] = at;
      at = from;
    }
    copyEntry(aside, 0, views, at);
    order[at] = at;
  }
}

function copyEntry(from: readonly DataView[], index: number, to: readonly DataView[], target: number): void {
  const view = to[target >>> PART_BITS] as DataView;
  const start = (target & (IN_PART - 1)) * ENTRY;
  for (let word = 0; word < WORDS; word++) view.setUint32(start + word * 4, wordAt(from, index, word));
}

/** Moves each entry that is not like the one before it to the front. Answers how many there are. */
function withoutRepeats(views: readonly DataView[], count: number): number {
  let size = 0;
  for (let index = 0; index < count; index++) {
    if (size > 0 && compareAt(views, size - 1, views, index) === 0) continue;
    if (size < index) copyEntry(views, index, views, size);
    size++;
  }
  return size;
}

function cut(parts: readonly Uint8Array[], size: number): Ledger {
  const used = parts.slice(0, Math.ceil(size / IN_PART));
  const rest = size & (IN_PART - 1);
  return { size, parts: rest === 0 ? used : used.with(-1, (used.at(-1) as Uint8Array).slice(0, rest * ENTRY)) };
}

/** How many bytes `ledgerFrom` takes back. */
export const ledgerBytes = ({ size }: Ledger): number => size * ENTRY;

/** The ledger whose parts, one behind the other, are these bytes; they are copied. */
export function ledgerFrom(bytes: Uint8Array): Ledger {
  if (bytes.byteLength % ENTRY !== 0) throw new Error("an entry is cut off");
  const size = bytes.byteLength / ENTRY;
  const parts = Array.from({ length: Math.ceil(size / IN_PART) }, (_, at) =>
    bytes.slice(at * IN_PART * ENTRY, (at + 1) * IN_PART * ENTRY),
  );
  return { size, parts };
}

export type LedgerEntry = { id: string; value: number };

/** Told of each id that only one side has, and, where that is asked, of each that both have; in order. */
export function compareLedgers(
  before: Ledger,
  after: Ledger,
  told: {
    gained: (entry: LedgerEntry) => void;
    lost: (entry: LedgerEntry) => void;
    both?: (before: LedgerEntry, after: LedgerEntry) => void;
  },
): void {
  const [one, other] = [viewsOf(before), viewsOf(after)];
  let a = 0;
  let b = 0;
  while (a < before.size || b < after.size) {
    const order = a >= before.size ? 1 : b >= after.size ? -1 : compareAt(one, a, other, b);
    if (order < 0) told.lost(entryAt(one, a));
    if (order > 0) told.gained(entryAt(other, b));
    if (order === 0) told.both?.(entryAt(one, a), entryAt(other, b));
    if (order <= 0) a++;
    if (order >= 0) b++;
  }
}

/** Whether the id is in it. */
export function ledgerHas(ledger: Ledger, id: string): boolean {
  if (!HEX.test(id)) return false;
  const views = viewsOf(ledger);
  const sought = [new DataView(new ArrayBuffer(ENTRY))];
  writeEntry(sought[0] as DataView, 0, id, 0);
  let from = 0;
  let to = ledger.size;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const order = compareAt(views, middle, sought, 0);
    if (order === 0) return true;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return false;
}

export function* ledgerEntries(ledger: Ledger): IteratorObject<LedgerEntry, void, unknown> {
  const views = viewsOf(ledger);
  for (let index = 0; index < ledger.size; index++) yield entryAt(views, index);
}

function entryAt(views: readonly DataView[], index: number): LedgerEntry {
  let digits = "";
  for (let word = 0; word < ID_WORDS; word++) digits += wordAt(views, index, word).toString(16).padStart(8, "0");
  const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  const view = views[index >>> PART_BITS] as DataView;
  return { id, value: view.getFloat64((index & (IN_PART - 1)) * ENTRY + 16) };
}
