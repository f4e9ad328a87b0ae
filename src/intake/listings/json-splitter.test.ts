import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonSplitter } from "./json-splitter.ts";

type Read = {
  items: unknown[];
  lines: number[];
  documents: { value: unknown; whole: boolean; list: boolean }[];
  junk: string[];
};

/** Pushes text in pieces of the given sizes, again and again. */
function read(text: string, sizes: readonly number[], lists: readonly string[] = ["images"]): Read {
  const found: Read = { items: [], lines: [], documents: [], junk: [] };
  const splitter = jsonSplitter(
    {
      items(values, lines) {
        found.items.push(...values);
        found.lines.push(...lines);
      },
      document: (value, _line, whole, list) => found.documents.push({ value, whole, list }),
      junk: (junk) => found.junk.push(junk),
    },
    lists,
  );
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    splitter.push(bytes.subarray(at, at + size));
    at += size;
  }
  splitter.end();
  return found;
}

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const indent = fc.constantFrom(0, 1, 4);

describe("jsonSplitter", () => {
  it("gives the items of an array as JSON.parse does, however it is cut", () => {
    fc.assert(
      fc.property(fc.array(json), sizes, indent, (values, cuts, spaces) => {
        const found = read(JSON.stringify(values, null, spaces), cuts);
        expect(found.items).toEqual(values);
        expect(found.documents).toEqual([{ value: [], whole: true, list: true }]);
        expect(found.junk).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("gives the images of pages behind each other, and what stands around them", () => {
    const page = fc.record({ first: fc.string(), images: fc.array(json), next: fc.string() });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 4 }), sizes, indent, (pages, cuts, spaces) => {
        const found = read(pages.map((each) => JSON.stringify(each, null, spaces)).join("\n"), cuts);
        expect(found.items).toEqual(pages.flatMap((each) => each.images));
        expect(found.documents.map((each) => each.value)).toEqual(pages.map((each) => ({ ...each, images: [] })));
      }),
      { numRuns: 100 },
    );
  });

  it("never throws, whatever the bytes", () => {
    const piece = fc.constantFrom("[", "]", "{", "}", '"', "\\", ",", ":", "\n", "1", "null", '"images"', "é", " ");
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        sizes,
        (text, cuts) => {
          expect(() => read(text, cuts)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void read(Buffer.from(bytes).toString("latin1"), [7])));
  });

  it("tells the line on which each item begins", () => {
    expect(read('[\n {"a": "x\\ny"},\n\n 2,\n 3]', [3]).lines).toEqual([2, 4, 5]);
    expect(read("[1, 2]\n[3]\n", [100]).lines).toEqual([1, 1, 2]);
  });

  it("loses only the broken item of a list", () => {
    const found = read('[{"a": 1}, {"b": oops}, {"c": 3}]', [5]);
    expect(found.items).toEqual([{ a: 1 }, { c: 3 }]);
    expect(found.junk).toHaveLength(1);
  });

  it("gives the whole items of a listing that ends in the middle, and says so", () => {
    const found = read('{"images": [{"id": 1}, {"id": 2}, {"id"', [9]);
    expect(found.items).toEqual([{ id: 1 }, { id: 2 }]);
    expect(found.documents.map((each) => each.whole)).toEqual([false]);
  });

  it("reads more than a batch of items, cut where no item ends", () => {
    const values = Array.from({ length: 30_000 }, (_, number) => ({
      number,
      text: "x".repeat(number % 60),
      list: [number, "],["],
    }));
    const found = read(JSON.stringify(values), [70_001]);
    expect(found.items).toEqual(values);
  });

  it("does not take another list of an object for the items", () => {
    const found = read('{"id": "a", "tags": ["x", "y"], "n": {"images": [1]}}', [4]);
    expect(found.items).toEqual([]);
    expect(found.documents).toEqual([
      { value: { id: "a", tags: ["x", "y"], n: { images: [1] } }, whole: true, list: false },
    ]);
  });
});
