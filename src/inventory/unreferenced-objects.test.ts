import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SnapshotPart } from "../intake/snapshot/manifest.ts";
import { unreferencedObjects } from "./unreferenced-objects.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-spooled-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function spooled(file: string, from: SnapshotPart["from"], value: unknown, rows = 1): SnapshotPart {
  writeFileSync(join(folder, file), JSON.stringify(value));
  const time = "2026-11-02T08:00:00.000Z";
  const what = file;
  return { file, from, what, command: null, complete: true, rows, startedAt: time, endedAt: time, problem: null };
}
const page = (numbers: readonly number[]) => ({
  images: numbers.map((number) => ({ name: "i", id: id(number), owner: "x" })),
});
const pool = (numbers: readonly number[]) =>
  numbers.flatMap((number) => [
    { image: id(number), id: "10ab", size: 7, format: 2 },
    { image: id(number), id: "10ab", snapshot: "snap", size: 7, format: 2, protected: "true" },
  ]);

test("an object counts once a pool, unless an image has its name or a clone names it as its parent", async () => {
  const clone = { image: "disk", parent: { pool: "images", pool_namespace: "", image: id(3), snapshot: "snap" } };
  const parts = [
    spooled("images.json", "glance", page([1])),
    spooled("images-hidden.json", "glance", page([2])),
    spooled("rbd-ls-l-images.json", "ceph", pool([1, 2, 3, 4])),
    spooled("rbd-ls-l-gold.json", "ceph", pool([4, 5])),
    spooled("rbd-ls-l-vms.json", "ceph", [clone]),
  ];
  expect(await unreferencedObjects(folder, parts, 2)).toEqual({
    count: 3,
    objects: [
      { pool: "images", name: id(4) },
      { pool: "gold", name: id(4) },
    ],
  });
});

test("where no image was listed nothing is picked", async () => {
  const parts = [spooled("images.json", "glance", page([]), 0), spooled("rbd-ls-l-images.json", "ceph", pool([1]))];
  expect(await unreferencedObjects(folder, parts, 9)).toEqual({ count: 0, objects: [] });
});

test("it is the difference of the two listings, whatever their size", async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 30_000 }), { maxLength: 9_000, size: "max" });
  await fc.assert(
    fc.asyncProperty(numbers, numbers, async (images, objects) => {
      const parts = [
        spooled("images.json", "glance", page([...images, 99_999])),
        spooled("rbd-ls-l-images.json", "ceph", pool(objects)),
      ];
      const listed = new Set(images);
      const expected = objects.filter((number) => !listed.has(number));
      const { count, objects: found } = await unreferencedObjects(folder, parts, 100_000);
      expect(count).toBe(expected.length);
      expect(found.map(({ name }) => name)).toEqual(expected.map(id));
    }),
    { numRuns: 15 },
  );
});
