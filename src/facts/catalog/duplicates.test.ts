import { describe, expect, it } from "vitest";
import { imageTableBuilder } from "../../intake/listings/image-columns.ts";
import type { ImageRecord } from "../../intake/listings/image-table.ts";
import { findDuplicates } from "./duplicates.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const hash = (digit: string): string => digit.repeat(128);
const MD5 = "d".repeat(32);

function duplicatesOf(records: Partial<ImageRecord>[]) {
  const builder = imageTableBuilder();
  records.forEach((record, number) => {
    builder.add(
      {
        id: id(number),
        status: "active",
        size: 100,
        diskFormat: "raw",
        hashAlgorithm: "sha512",
        line: number,
        ...record,
      },
      "images.json",
    );
  });
  return findDuplicates(builder.build());
}
const groupsOf = (records: Partial<ImageRecord>[]) => duplicatesOf(records).examples.map(({ imageIds }) => imageIds);

describe("images that share their bytes", () => {
  it("groups by hash, size and format, and counts what is too many", () => {
    const found = duplicatesOf([
      { hashValue: hash("a") },
      { hashValue: hash("b") },
      { hashValue: hash("a") },
      { hashValue: hash("a") },
    ]);
    expect(found).toMatchObject({ groups: 1, redundantImages: 2, redundantBytes: 200 });
    expect(found.examples).toEqual([
      {
        key: `sha512:${hash("a")}`,
        strength: "strong",
        size: 100,
        diskFormat: "raw",
        imageIds: [id(0), id(2), id(3)],
      },
    ]);
  });

  const other: [string, Partial<ImageRecord>][] = [
    ["another hash that begins alike", { hashValue: `${"a".repeat(127)}b` }],
    ["another format", { diskFormat: "qcow2" }],
    ["another size", { size: 101 }],
    ["another algorithm", { hashAlgorithm: "sha3_512" }],
    ["no bytes", { size: 0 }],
    ["an upload under way", { status: "saving" }],
    ["deactivated", { status: "deactivated" }],
    ["waiting for the scrubber", { status: "pending_delete" }],
    ["deleted in the database", { deletedRow: true }],
    ["no hash", { hashValue: null, checksum: MD5 }],
  ];
  it.each(other)("%s is no duplicate", (_, record) => {
    expect(groupsOf([{ hashValue: hash("a") }, { hashValue: hash("a"), ...record }])).toEqual([]);
  });

  it("two images of size 0 share nothing", () => {
    expect(
      groupsOf([
        { hashValue: hash("a"), size: 0 },
        { hashValue: hash("a"), size: 0 },
      ]),
    ).toEqual([]);
  });

  it("two names of one format in different case are one format only if they are written alike", () => {
    expect(groupsOf([{ hashValue: hash("a") }, { hashValue: hash("a"), diskFormat: null }])).toEqual([]);
  });

  it("compares by MD5 where no strong hash is known, and says so", () => {
    const found = duplicatesOf([{ checksum: MD5 }, { checksum: MD5.toUpperCase() }, { checksum: "e".repeat(32) }]);
    expect(found.examples.map(({ strength, imageIds }) => [strength, imageIds])).toEqual([["md5", [id(0), id(1)]]]);
  });

  it("puts the largest waste first", () => {
    const found = groupsOf([
      { hashValue: hash("a"), size: 10 },
      { hashValue: hash("b"), size: 50 },
      { hashValue: hash("a"), size: 10 },
      { hashValue: hash("b"), size: 50 },
    ]);
    expect(found).toEqual([
      [id(1), id(3)],
      [id(0), id(2)],
    ]);
  });

  it("tells nothing where no listing carries a sum", () => {
    expect(duplicatesOf([{ hashAlgorithm: undefined }, { hashAlgorithm: undefined }])).toEqual({
      groups: null,
      examples: [],
      redundantImages: null,
      redundantBytes: null,
    });
  });
});
