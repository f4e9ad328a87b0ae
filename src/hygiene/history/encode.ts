/** A record as bytes, and back. Items are lines of text, ledgers stay as they are: packing is left to whoever keeps them. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GlancewrightError } from "../../errors.ts";
import { ITEM_CLASSES, type Item, type ItemClass, type SnapshotRecord } from "./record.ts";

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
  const ledgers = [images, disks, exposure].map(({ bytes }) => bytes);
  const [ofImages = 0, ofDisks = 0, ofExposure = 0] = ledgers.map(({ byteLength }) => byteLength);
  const head: Head = { ...rest, lengths: [length, ofImages, ofDisks, ofExposure] };
  yield encoder.encode(`${MARK}\n${JSON.stringify(head)}\n`);
  yield* itemPieces(items);
  yield* ledgers;
}

function* itemPieces(items: readonly Item[]): IteratorObject<Uint8Array, void, unknown> {
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const text = items
      .slice(from, from + ITEMS_AT_ONCE)
      .map(lineOf)
      .join("\n");
    yield encoder.encode(from === 0 ? text : `\n${text}`);
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
  JSON.stringify([
    kind,
    key.toWellFormed(),
    bytes,
    owner?.toWellFormed() ?? null,
    detail?.toWellFormed() ?? null,
    ...(extent === undefined ? [] : [extent]),
  ]);

/** What records of before do not have. */
const ADDED_LATER = {
  cloud: null,
  places: null,
  held: [],
  owed: null,
  diskImages: [],
  exposureShown: "not-shown",
  names: {},
  duplicates: [],
  cache: null,
  quota: null,
} satisfies Partial<SnapshotRecord>;

/** Throws `snapshot.record-unreadable` for anything that `encodeRecord` did not make. */
export function decodeRecord(bytes: Uint8Array): SnapshotRecord {
  try {
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
      items: itemsIn(bytes.subarray(from, from + items)),
      // a copy: views would keep the lines of all items alive
      images: { bytes: bytes.slice(from + items, from + items + images) },
      disks: { bytes: bytes.slice(from + items + images, bytes.byteLength - exposure) },
      exposure: { bytes: bytes.slice(bytes.byteLength - exposure) },
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

/** Owners and details that repeat are held once. */
function itemsIn(lines: Uint8Array): Item[] {
  const items: Item[] = [];
  const known = new Map<string, string>();
  for (let from = 0; from < lines.byteLength; ) {
    const end = lines.indexOf(10, Math.min(from + LINES_AT_ONCE, lines.byteLength));
    const to = end < 0 ? lines.byteLength : end;
    for (const line of decoder.decode(lines.subarray(from, to)).split("\n")) items.push(itemOf(line, known));
    from = to + 1;
  }
  return items;
}

const LINES_AT_ONCE = 64 * 1024;

function once(known: Map<string, string>, text: string | null): string | null {
  if (text === null) return null;
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size < 10_000) known.set(text, text);
  return text;
}

function itemOf(line: string, known: Map<string, string>): Item {
  const [kind, key, bytes, owner, detail, extent] = JSON.parse(line) as [
    ItemClass,
    string,
    number | null,
    string | null,
    string | null,
    string?,
  ];
  return {
    class: ITEM_CLASSES.find((one) => one === kind) ?? kind,
    key,
    bytes,
    owner: once(known, owner),
    detail: once(known, detail),
    ...(extent === undefined ? {} : { extent }),
  };
}

/** Bytes that are packed at a time. */
const PACKED_AT_ONCE = 1024 ** 2;

/** As it is kept: a million images take some 30 MB. Packed in pieces, one after the other, which is one file to every reader. */
export function packRecord(record: SnapshotRecord): Uint8Array {
  const packed: Uint8Array[] = [];
  let gathered: Uint8Array[] = [];
  let size = 0;
  const pack = (): void => {
    if (size > 0) packed.push(gzipSync(joined(gathered), { level: 6 }));
    gathered = [];
    size = 0;
  };
  for (const piece of piecesOf(record))
    for (let from = 0; from < piece.byteLength; from += PACKED_AT_ONCE) {
      const part = piece.subarray(from, from + PACKED_AT_ONCE);
      gathered.push(part);
      size += part.byteLength;
      if (size >= PACKED_AT_ONCE) pack();
    }
  pack();
  return joined(packed);
}

export const unpackRecord = (bytes: Uint8Array): SnapshotRecord => decodeRecord(gunzipSync(bytes));
