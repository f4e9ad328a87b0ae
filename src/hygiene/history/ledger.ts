/** Sorted lists of UUIDs, each with a number beside it: a million fit into 24 MB, and two are compared in one pass. */

/** 16 bytes of the id, then a number of 8 bytes. */
const ENTRY = 24;
const HEX = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Entries in order of their ids, each id once. */
export type Ledger = { readonly bytes: Uint8Array };

export const EMPTY_LEDGER: Ledger = { bytes: new Uint8Array(0) };

export const ledgerSize = ({ bytes }: Ledger): number => bytes.byteLength / ENTRY;

/** Names that are no UUID are left out, and case tells none from another; of an id that comes twice the first number stays. */
export function ledgerOf(entries: Iterable<readonly [id: string, value: number]>): Ledger {
  let bytes = new Uint8Array(ENTRY * 1024);
  let view = new DataView(bytes.buffer);
  let length = 0;
  for (const [id, value] of entries) {
    if (!HEX.test(id)) continue;
    if (length + ENTRY > bytes.byteLength) {
      const larger = new Uint8Array(bytes.byteLength * 2);
      larger.set(bytes);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    for (let at = 0, byte = 0; byte < 16; at += 2) {
      if (id.charCodeAt(at) === 45) at++;
      bytes[length + byte++] = Number.parseInt(id.slice(at, at + 2), 16);
    }
    view.setFloat64(length + 16, value);
    length += ENTRY;
  }
  return { bytes: sortedOnce(bytes.subarray(0, length)) };
}

function sortedOnce(bytes: Uint8Array): Uint8Array {
  const count = bytes.byteLength / ENTRY;
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  order.sort((one, other) => compareAt(view, one * ENTRY, view, other * ENTRY) || one - other);
  const sorted = new Uint8Array(bytes.byteLength);
  let length = 0;
  for (const index of order) {
    const from = index * ENTRY;
    const last = new DataView(sorted.buffer, 0, length);
    if (length > 0 && compareAt(last, length - ENTRY, view, from) === 0) continue;
    sorted.set(bytes.subarray(from, from + ENTRY), length);
    length += ENTRY;
  }
  return length === sorted.byteLength ? sorted : sorted.slice(0, length);
}

function compareAt(one: DataView, a: number, other: DataView, b: number): number {
  for (let word = 0; word < 16; word += 4) {
    const difference = one.getUint32(a + word) - other.getUint32(b + word);
    if (difference !== 0) return difference;
  }
  return 0;
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
  const [one, other] = [viewOf(before), viewOf(after)];
  let a = 0;
  let b = 0;
  while (a < one.byteLength || b < other.byteLength) {
    const order = a >= one.byteLength ? 1 : b >= other.byteLength ? -1 : compareAt(one, a, other, b);
    if (order < 0) told.lost(entryAt(one, a));
    if (order > 0) told.gained(entryAt(other, b));
    if (order === 0) told.both?.(entryAt(one, a), entryAt(other, b));
    if (order <= 0) a += ENTRY;
    if (order >= 0) b += ENTRY;
  }
}

/** Whether the id is in it. */
export function ledgerHas(ledger: Ledger, id: string): boolean {
  if (!HEX.test(id)) return false;
  const view = viewOf(ledger);
  const sought = viewOf(ledgerOf([[id, 0]]));
  let from = 0;
  let to = ledgerSize(ledger);
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const order = compareAt(view, middle * ENTRY, sought, 0);
    if (order === 0) return true;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return false;
}

export function* ledgerEntries(ledger: Ledger): IteratorObject<LedgerEntry, void, unknown> {
  const view = viewOf(ledger);
  for (let at = 0; at < view.byteLength; at += ENTRY) yield entryAt(view, at);
}

const viewOf = ({ bytes }: Ledger): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function entryAt(view: DataView, at: number): LedgerEntry {
  let digits = "";
  for (let word = 0; word < 16; word += 4)
    digits += view
      .getUint32(at + word)
      .toString(16)
      .padStart(8, "0");
  const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  return { id, value: view.getFloat64(at + 16) };
}
