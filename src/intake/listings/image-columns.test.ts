import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageTableBuilder } from "./image-columns.ts";
import type { ImageRecord } from "./image-table.ts";
import { referencesOf } from "./references.ts";

const text = fc
  .string({ unit: "grapheme", maxLength: 20 })
  .filter((each) => each.isWellFormed() && !/[\n\u0001]/.test(each));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const time = fc
  .date({ min: new Date("1970-01-02"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);
const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const filled = text.filter((each) => each !== "");

const record = (id: fc.Arbitrary<string>): fc.Arbitrary<ImageRecord> =>
  fc.record(
    {
      id,
      name: orNull(text),
      diskFormat: orNull(filled),
      containerFormat: orNull(filled),
      size: orNull(fc.maxSafeNat()),
      virtualSize: orNull(fc.maxSafeNat()),
      minDisk: orNull(count),
      checksum: orNull(fc.oneof(hex(32), filled)),
      hashAlgorithm: orNull(fc.constantFrom("sha512", "sha256")),
      hashValue: orNull(fc.oneof(hex(128), hex(64), filled)),
      status: orNull(filled),
      visibility: orNull(filled),
      hidden: fc.boolean(),
      protected: fc.boolean(),
      owner: orNull(fc.oneof(hex(32), filled)),
      tags: fc.array(filled, { maxLength: 3 }),
      createdAt: orNull(time),
      updatedAt: orNull(time),
      stores: fc.array(filled, { maxLength: 3 }),
      locations: fc.array(fc.oneof(filled, fc.constant("rbd://fsid/images/a/snap")), { maxLength: 3 }),
      directUrl: orNull(filled),
      boots30d: orNull(count),
      lastBootAt: orNull(time),
      deletedRow: fc.boolean(),
      properties: fc.dictionary(
        filled.filter((each) => each !== "__proto__"),
        fc.oneof(text, hex(32), fc.uuid()),
      ),
      line: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    },
    { requiredKeys: ["id", "line"] },
  );

/** Of an image that has a hash no MD5 sum is kept. */
const kept = ({ checksum, ...rest }: ImageRecord): ImageRecord => (rest.hashValue ? rest : { checksum, ...rest });

const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

describe("imageTableBuilder", () => {
  it("gives every field back as it was added", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(record(fc.oneof(fc.uuid(), filled)), { selector: (each) => each.id, maxLength: 12 }),
        (records) => {
          const builder = imageTableBuilder();
          for (const [at, each] of records.entries()) expect(builder.add(each, `file ${at % 3}`)).toBe(at);
          const table = builder.build();
          expect(table.rowCount).toBe(records.length);
          for (const [at, each] of records.entries()) {
            const row = table.find(each.id);
            expect(row?.copy()).toEqual({ ...defined(kept(each)), file: `file ${at % 3}` });
            expect(defined(row?.properties ?? {})).toEqual(defined(each.properties ?? {}));
            for (const [name, value] of Object.entries(each.properties ?? {})) expect(row?.property(name)).toBe(value);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it("fills what earlier listings left out and keeps the first where they differ", () => {
    const id = "59c3ec72-fdf5-4f4d-a90b-9b1f22e442a5";
    fc.assert(
      fc.property(fc.array(record(fc.constant(id)), { minLength: 1, maxLength: 4 }), (records) => {
        const builder = imageTableBuilder();
        for (const each of records) builder.add(each, "a");
        const table = builder.build();
        const merge = (some: readonly ImageRecord[]) =>
          Object.assign({}, ...some.map(defined).reverse()) as ImageRecord;
        // an MD5 sum that comes with the hash, or after it, says nothing more
        const first = records.findIndex(({ hashValue }) => hashValue !== undefined);
        const hashed = Boolean(records[first]?.hashValue);
        const merged = merge(
          records.map(({ checksum, ...rest }, at) =>
            hashed && at >= first ? rest : { checksum, ...rest },
          ) as ImageRecord[],
        );
        expect([...table.rows().map((row) => row.copy())]).toEqual([{ ...merged, file: "a" }]);
        expect([...table.fields].sort()).toEqual(
          Object.keys(merge(records))
            .filter((key) => key !== "id" && key !== "line")
            .sort(),
        );
      }),
      { numRuns: 80 },
    );
  });

  it("numbers equal hashes alike and others not", () => {
    const builder = imageTableBuilder();
    const hashes = ["a".repeat(128), `${"a".repeat(127)}b`, "a".repeat(128), "a".repeat(64), null];
    for (const [at, hashValue] of hashes.entries()) builder.add({ id: `i${at}`, hashValue, line: 1 }, "a");
    const numbers = hashes.map((_, at) => builder.build().hashNumberAt(at));
    expect(numbers[0]).toBe(numbers[2]);
    expect(new Set(numbers).size).toBe(4);
    expect(numbers[4]).toBe(-1);
  });

  it("keeps more words than fit a byte, and more files than one", () => {
    const builder = imageTableBuilder();
    for (let at = 0; at < 600; at++)
      builder.add({ id: `i${at}`, status: `s${at}`, line: at }, `f${Math.floor(at / 100)}`);
    const rows = [
      ...builder
        .build()
        .rows()
        .map((row) => [row.status, row.file]),
    ];
    expect(rows).toEqual(Array.from({ length: 600 }, (_, at) => [`s${at}`, `f${Math.floor(at / 100)}`]));
  });
});

describe("referencesOf", () => {
  const id = "59c3ec72-fdf5-4f4d-a90b-9b1f22e442a5";
  const other = "ccf456f3-4c59-4ef8-b9f2-4605b69b1539";
  const table = () => {
    const builder = imageTableBuilder();
    builder.add({ id, locations: [`rbd://f/images/${id}/snap`], directUrl: `rbd://f/images/${id}/snap`, line: 1 }, "a");
    builder.add({ id: other, locations: [`file:///srv/${other}`, `rbd://f/images/${id}_copy/snap`], line: 2 }, "a");
    builder.add({ id: "third", directUrl: "file:///srv/odd%20name", line: 3 }, "a");
    return builder.build();
  };

  it.each([
    ["images", id, id],
    [null, id, id],
    ["vms", id, undefined],
    ["images", other, undefined],
    ["images", `${id}_copy`, other],
    ["images", "unknown", undefined],
  ])("tells who refers to %s/%s", (pool, name, image) => {
    expect(referencesOf(table()).rbd(pool, name)).toBe(image);
  });

  it("knows files by the last part of their path", () => {
    const references = referencesOf(table());
    expect([references.file(other), references.file("odd name"), references.file(id)]).toEqual([
      other,
      "third",
      undefined,
    ]);
  });

  it("gives the pools of locations that are named like their image", () => {
    const images = table();
    expect([0, 1, 2].map((row) => images.ownPoolsAt(row))).toEqual([["images"], [], []]);
  });
});
