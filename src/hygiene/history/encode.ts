/** A record as bytes, and back. Items are lines of text, ledgers stay as they are: packing is left to whoever keeps them. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GlancewrightError } from "../../errors.ts";
import type { Item, ItemClass, SnapshotRecord } from "./record.ts";

const MARK = "glancewright.record/1";
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

type Head = Omit<SnapshotRecord, "items" | "images" | "disks" | "exposure"> & {
  lengths: [items: number, images: number, disks: number, exposure?: number];
};

/** One text of all would be held twice. */
const ITEMS_AT_ONCE = 10_000;

/** `decodeRecord` gives the same record. */
export function encodeRecord({ items, images, disks, exposure, ...rest }: SnapshotRecord): Uint8Array {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const text = items
      .slice(from, from + ITEMS_AT_ONCE)
      .map(lineOf)
      .join("\n");
    lines.push(encoder.encode(from === 0 ? text : `\n${text}`));
  }
  const length = lines.reduce((sum, part) => sum + part.byteLength, 0);
  const head: Head = {
    ...rest,
    lengths: [length, images.bytes.byteLength, disks.bytes.byteLength, exposure.bytes.byteLength],
  };
  return joined([
    encoder.encode(`${MARK}\n${JSON.stringify(head)}\n`),
    ...lines,
    images.bytes,
    disks.bytes,
    exposure.bytes,
  ]);
}

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
    const text = decoder.decode(bytes.subarray(from, from + items));
    return {
      ...ADDED_LATER,
      ...rest,
      items: text === "" ? [] : text.split("\n").map(itemOf),
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

function itemOf(line: string): Item {
  const [kind, key, bytes, owner, detail, extent] = JSON.parse(line) as [
    ItemClass,
    string,
    number | null,
    string | null,
    string | null,
    string?,
  ];
  return { class: kind, key, bytes, owner, detail, ...(extent === undefined ? {} : { extent }) };
}

/** As it is kept: a million images take some 25 MB. */
export const packRecord = (record: SnapshotRecord): Uint8Array => gzipSync(encodeRecord(record), { level: 6 });
export const unpackRecord = (bytes: Uint8Array): SnapshotRecord => decodeRecord(gunzipSync(bytes));
