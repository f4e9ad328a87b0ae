import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { recordFrom } from "#test/history/pairs.ts";
import { decodeRecord, encodeRecord, packedPieces, packRecord, unpackRecord } from "./encode.ts";
import type { Item } from "./record.ts";

const item = (kind: Item["class"], key: string): Item => ({ class: kind, key, bytes: 1, owner: null, detail: null });
const record = recordFrom([item("orphan", "images/a"), item("unused", "b")]);

test("what is kept piece by piece is what is kept whole, and any reader of gzip reads it", () => {
  const pieces = Buffer.concat([...packedPieces(record)]);
  expect(pieces.equals(packRecord(record))).toBe(true);
  expect(gunzipSync(pieces).equals(encodeRecord(record))).toBe(true);
  expect([...unpackRecord(pieces).items]).toEqual([...record.items]);
});

test("items of a class that a later version invented are left out, and nothing else", () => {
  const later = Buffer.from(
    Buffer.from(encodeRecord(record)).toString("latin1").replace('["unused"', '["spooky"'),
    "latin1",
  );
  expect([...decodeRecord(later).items].map(({ key }) => key)).toEqual(["images/a"]);
});

test.each([
  ["cut short", (bytes: Uint8Array) => bytes.subarray(0, -1)],
  [
    "of another form",
    (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString("latin1").replace("/1\n", "/9\n"), "latin1"),
  ],
  ["empty", () => new Uint8Array(0)],
])("a record that is %s is refused", (_, spoil) => {
  const refused = expect.objectContaining({ code: "snapshot.record-unreadable" });
  expect(() => unpackRecord(gzipSync(spoil(encodeRecord(record))))).toThrow(refused);
  expect(() => unpackRecord(packRecord(record).subarray(0, -9))).toThrow(refused);
});
