import { describe, expect, it } from "vitest";
import type { CatalogStatsArtefact } from "../../intake/artefact.ts";
import { figureOf, readStatistics } from "./statistics.ts";

const stats = (document: unknown, lineOf: Record<string, number> = {}): CatalogStatsArtefact => ({
  kind: "catalog-stats",
  file: "stats.json",
  document,
  lineOf,
});
const TIB = 1024 ** 4;

describe("figures as operators write them", () => {
  it.each([
    [41873, 41873],
    ["41,873", 41873],
    ["41 873", 41873],
    ["~1200", 1200],
    ["14 TiB", 14 * TIB],
    ["14T", 14 * TIB],
    ["3.2 TB", 3.2e12],
    ["512 MiB", 512 * 1024 ** 2],
    ["0", 0],
    ["1536 bytes", 1536],
  ])("%j is %d", (written, figure) => expect(figureOf(written)).toBe(figure));

  it.each([[-1], [Number.NaN], ["about forty"], [""], [null], [[1]], ["12 apples"]])("%j is no figure", (written) =>
    expect(figureOf(written)).toBeNull(),
  );
});

describe("documents of figures", () => {
  it("finds the figures under any of their names, with the line of the count", () => {
    const read = readStatistics(
      stats(
        {
          "Total images": 900,
          "Disk formats": { RAW: 600, qcow2: { images: 250 }, "": 50, iso: 0 },
          visibility: { public: 40, private: 860 },
          hidden: 12,
          size_total: "40 TiB",
          never_booted_365d: 300,
        },
        { "Total images": 2 },
      ),
    );
    expect(read).toMatchObject({
      at: { file: "stats.json", line: 2 },
      count: 900,
      byFormat: { raw: 600, qcow2: 250, null: 50 },
      byVisibility: { public: 40, private: 860 },
      hidden: 12,
      bytes: 40 * TIB,
      neverBooted365d: 300,
      snapshots: null,
      largest: null,
    });
  });

  it("takes the total of the whole, not that of an inner group", () => {
    expect(readStatistics(stats({ boots_30d: { total: 5000 }, images_total: 70 }))).toMatchObject({
      count: 70,
      boots: { periodDays: 30, total: 5000 },
    });
  });

  it("counts an image of two stores in each of them", () => {
    const read = readStatistics(stats({ count: 10, by_store: { ceph: 6, "ceph,cold": 3, cold: 1 } }));
    expect(read?.byStore).toEqual({ ceph: { images: 9, bytes: null }, cold: { images: 4, bytes: null } });
  });

  it("adds the bytes of the stores where no total is told", () => {
    const read = readStatistics(
      stats({ count: 3, by_store: { a: { images: 1, bytes: 10 }, b: { images: 2, size: 5 } } }),
    );
    expect(read).toMatchObject({ bytes: 15, byStore: { a: { images: 1, bytes: 10 }, b: { images: 2, bytes: 5 } } });
  });

  it("counts redundant images from the hashes", () => {
    expect(readStatistics(stats({ count: 100, with_os_hash: 90, distinct_os_hash: 61 }))).toMatchObject({
      hashed: 90,
      redundantByHash: 29,
    });
  });

  it("reads the share of the images that are booted most", () => {
    const read = readStatistics(stats({ count: 9, boots_365d: 100, boots_30d: 20, top_20_images_share_pct: 71.5 }));
    expect(read?.boots).toEqual({ periodDays: 30, total: 20, topImages: { count: 20, sharePct: 71.5 } });
  });

  it.each([[{}], [{ note: "none" }], [[1, 2]], ["text"], [null]])("%j tells nothing of a catalogue", (document) =>
    expect(readStatistics(stats(document))).toBeNull(),
  );
});
