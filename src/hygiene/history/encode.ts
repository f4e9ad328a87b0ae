/** A record as bytes, and back. Items are lines of text, ledgers stay as they are: packing is left to whoever keeps them. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GlancewrightError } from "../../errors.ts";
import { type ItemList, itemList } from "./item-list.ts";
import { ledgerBytes, ledgerFrom } from "./ledger.ts";
import { ITEM_CLASSES, type Item, type SnapshotRecord } from "./record.ts";

const MARK = "glancewright.record/1";
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

type Head = Omit<SnapshotRecord, "items" | "images" | "disks" | "exposure"> & {
  lengths: [items: number, images: number, disks: number, exposure?: number];
};

/** A long text is no young garbage: it stays until all of the heap is looked through. */
const ITEMS_AT_ONCE = 500;

/** The bytes of a record in pieces: what is large is made, and given, a little at a time. */
function* piecesOf({
  items,
  images,
  disks,
  exposure,
  ...rest
}: SnapshotRecord): IteratorObject<Uint8Array, void, unknown> {
  let length = 0;
  for (const piece of itemPieces(items)) length += piece.byteLength;
  const head: Head = {
    ...rest,
    lengths: [length, ledgerBytes(images), ledgerBytes(disks), ledgerBytes(exposure)],
  };
  yield encoder.encode(`${MARK}\n${JSON.stringify(head)}\n`);
  yield* itemPieces(items);
  for (const { parts } of [images, disks, exposure]) yield* parts;
}

function* itemPieces(items: ItemList): IteratorObject<Uint8Array, void, unknown> {
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const count = Math.min(ITEMS_AT_ONCE, items.length - from);
    const lines = Array.from({ length: count }, (_, at) => lineOf(items.at(from + at) as Item));
    yield encoder.encode(`${from === 0 ? "" : "\n"}${lines.join("\n")}`);
  }
}

/** `decodeRecord` gives the same record. */
export const encodeRecord = (record: SnapshotRecord): Uint8Array => joined([...piecesOf(record)]);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** One line of JSON: keys and details come from outside and may hold anything. */
const lineOf = ({ class: kind, key, bytes, owner, detail, extent }: Item): string =>
  JSON.stringify([kind, key, bytes, owner, detail, ...(extent === undefined ? [] : [extent])]);

/** What records of before do not have. */
const ADDED_LATER = {
  cloud: null,
  places: null,
  held: [],
  owed: null,
  diskImages: [],
  exposureShown: "not-shown",
  names: {},
  owners: {},
  duplicates: [],
  cache: null,
  quota: null,
} satisfies Partial<SnapshotRecord>;

/** Throws `snapshot.record-unreadable` for anything that `encodeRecord` did not make. */
export const decodeRecord = (bytes: Uint8Array): SnapshotRecord => readRecord(() => bytes);

/** As `decodeRecord`, of what `packRecord` made. */
export const unpackRecord = (bytes: Uint8Array): SnapshotRecord => readRecord(() => gunzipSync(bytes));

function readRecord(open: () => Uint8Array): SnapshotRecord {
  try {
    const bytes = open();
    const first = bytes.indexOf(10);
    const second = bytes.indexOf(10, first + 1);
    if (decoder.decode(bytes.subarray(0, first)) !== MARK) throw new Error("another form");
    const { lengths, ...rest } = JSON.parse(decoder.decode(bytes.subarray(first + 1, second))) as Head;
    const [items, images, disks, exposure = 0] = lengths;
    const from = second + 1;
    if (from + items + images + disks + exposure !== bytes.byteLength) throw new Error("cut short");
    return {
      ...ADDED_LATER,
      ...rest,
      items: itemList(itemsIn(bytes.subarray(from, from + items))),
      images: ledgerFrom(bytes.subarray(from + items, from + items + images)),
      disks: ledgerFrom(bytes.subarray(from + items + images, bytes.byteLength - exposure)),
      exposure: ledgerFrom(bytes.subarray(bytes.byteLength - exposure)),
    };
  } catch (cause) {
    throw new GlancewrightError(
      "snapshot.record-unreadable",
      {
        expected: "a record of a snapshot, as this version keeps it",
        got: cause instanceof Error ? cause.message.slice(0, 80) : "something else",
        next: "Collect a new snapshot: the next digest compares with that.",
      },
      { cause },
    );
  }
}

function* itemsIn(lines: Uint8Array): IteratorObject<Item, void, unknown> {
  for (let from = 0; from < lines.byteLength; ) {
    const end = lines.indexOf(10, Math.min(from + LINES_AT_ONCE, lines.byteLength));
    const to = end < 0 ? lines.byteLength : end;
    for (const line of decoder.decode(lines.subarray(from, to)).split("\n")) {
      const item = itemOf(line);
      if (item !== null) yield item;
    }
    from = to + 1;
  }
}

const LINES_AT_ONCE = 64 * 1024;

/** Null for a class that this version does not know. */
function itemOf(line: string): Item | null {
  const [name, key, bytes, owner, detail, extent] = JSON.parse(line) as [
    string,
    string,
    number | null,
    string | null,
    string | null,
    string?,
  ];
  const kind = ITEM_CLASSES.find((one) => one === name);
  if (kind === undefined) return null;
  return { class: kind, key, bytes, owner, detail, ...(extent === undefined ? {} : { extent }) };
}

/** Bytes that are packed at a time. */
const PACKED_AT_ONCE = 1024 ** 2;

/**
 * As it is kept, a little at a time: a million images take some 30 MB. Each piece is packed by itself, and all of them one
 * behind the other are one file to every reader.
 */
export function* packedPieces(record: SnapshotRecord): IteratorObject<Uint8Array, void, unknown> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for (const piece of piecesOf(record))
    for (let from = 0; from < piece.byteLength; from += PACKED_AT_ONCE) {
      const part = piece.subarray(from, from + PACKED_AT_ONCE);
      gathered.push(part);
      size += part.byteLength;
      if (size < PACKED_AT_ONCE) continue;
      yield gzipSync(joined(gathered), { level: 6 });
      gathered = [];
      size = 0;
    }
  if (size > 0) yield gzipSync(joined(gathered), { level: 6 });
}

export const packRecord = (record: SnapshotRecord): Uint8Array => joined([...packedPieces(record)]);
