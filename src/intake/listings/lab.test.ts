import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCephAuth } from "../ceph/ceph-auth.ts";
import { readCephDf } from "../ceph/ceph-df.ts";
import { readCephMinCompat } from "../ceph/ceph-min-compat.ts";
import { readCephPools } from "../ceph/ceph-pools.ts";
import { readCephVersions } from "../ceph/ceph-versions.ts";
import { readBootCounts } from "./boot-counts.ts";
import { readCatalogStats } from "./catalog-stats.ts";
import { readFileListing } from "./file-listing.ts";
import { readImportInfo, readStoresInfo } from "./glance-info.ts";
import { imageTableBuilder } from "./image-columns.ts";
import { readMounts } from "./mounts.ts";
import { objectTableBuilder } from "./object-columns.ts";
import { readObjects } from "./rbd-rows.ts";
import { imageStream, readImages } from "./read-images.ts";
import { readRbdChildren, readRbdInfo, readRbdSnap, readRbdTrash } from "./read-rbd-details.ts";
import { referencesOf } from "./references.ts";
import { readSqlLocations } from "./sql-locations.ts";

const LAB = join(import.meta.dirname, "../../../test/fixtures/lab");
const text = (file: string): string => readFileSync(join(LAB, file), "utf8");
const commands = JSON.parse(text("commands.json")) as Record<string, string>;
const source = (file: string) => ({ file, command: commands[file] });

type Truth = {
  records: {
    id: string;
    name: string | null;
    status: string;
    deleted_row: boolean;
    visibility: string;
    os_hidden: boolean;
    size: number | null;
    locations: { url: string; status: string }[];
  }[];
  rbd: { pool: string; name: string; truth: string; children: string[]; used_bytes: number }[];
  files: { name: string; size?: number }[];
};
const truth = JSON.parse(text("truth.json")) as Truth;
const live = truth.records.filter((record) => !record.deleted_row);
const plain = live.filter((record) => !record.os_hidden && record.visibility !== "community");

function images(...files: string[]) {
  const builder = imageTableBuilder();
  const artefacts = files.map((file) => readImages(text(file), source(file), builder));
  return { table: builder.build(), artefacts };
}

describe("image listings of the lab", () => {
  it.each([
    "openstack-image-list-long.txt",
    "openstack-image-list-wide-narrow-terminal.txt",
    "openstack-image-list-long.json",
    "openstack-image-list-long.csv",
    "openstack-image-list-long.yaml",
    "openstack-image-list.txt",
    "glance-image-list.txt",
    "glance-image-list-verbose.txt",
    "glance-image-list-include-stores.txt",
  ])("%s has the plain listing's images, each with its name", (file) => {
    const { table, artefacts } = images(file);
    expect(artefacts[0]?.problems).toBeUndefined();
    expect([...table.rows().map((row) => row.id)].sort()).toEqual(plain.map((record) => record.id).sort());
    for (const record of plain) expect(table.find(record.id)?.name || null).toBe(record.name || null);
    expect(artefacts[0]?.reach).toEqual({ allVisibilities: false, hidden: "excluded", cutOff: false });
  });

  it.each(["mysql-images-table.txt", "mysql-images-batch.tsv"])("%s has every row of the database", (file) => {
    const { table, artefacts } = images(file);
    expect(artefacts[0]).toMatchObject({
      kind: "images-sql",
      reach: { allVisibilities: true, hidden: "included", cutOff: false },
    });
    for (const record of truth.records) {
      expect(table.find(record.id)).toMatchObject({
        size: record.size,
        hidden: record.os_hidden,
        deletedRow: record.deleted_row,
      });
    }
    expect(table.rowCount).toBe(truth.records.length);
  });

  it("joins the pages of both queries to the whole live catalogue, with its locations", () => {
    const all = ["page1", "page2", "page3"].map((page) => `api/v2-images-visibility-all-${page}.json`);
    const { table, artefacts } = images(...all, "api/v2-images-visibility-all-os_hidden-true-page1.json");
    const listed = live.filter((record) => record.status !== "pending_delete");
    expect([...table.rows().map((row) => row.id)].sort()).toEqual(listed.map((record) => record.id).sort());
    for (const record of listed)
      expect(table.find(record.id)?.locations).toEqual(record.locations.map((location) => location.url));
    expect(artefacts.map((each) => each.reach.cutOff)).toEqual([true, true, false, false]);
    const references = referencesOf(table);
    for (const object of truth.rbd.filter((each) => each.pool === "images")) {
      expect([object.name, references.rbd("images", object.name) !== undefined]).toEqual([
        object.name,
        object.truth === "referenced",
      ]);
    }
  });

  it("knows that pages behind each other are whole, however they are cut", () => {
    const all = [1, 2, 3].map((page) => text(`api/v2-images-default-page${page}.json`)).join("\n");
    for (const size of [1, 1000, 1_000_000]) {
      const stream = imageStream({ file: "pages" }, imageTableBuilder());
      for (let at = 0; at < all.length; at += size) stream.push(Buffer.from(all.slice(at, at + size)));
      expect(stream.end().artefact).toMatchObject({
        rows: 41,
        reach: { allVisibilities: false, hidden: "excluded", cutOff: false },
      });
    }
  });

  it.each(["noble", "snap1", "name-newline"])("reads %s alike from every client and the API", (key) => {
    const rows = [
      `openstack-image-show-${key}.txt`,
      `openstack-image-show-${key}.json`,
      `glance-image-show-${key}.txt`,
    ].map((file) => {
      const { table, artefacts } = images(file);
      expect(artefacts[0]).toMatchObject({ kind: "image-show", rows: 1 });
      const { line: _line, file: _file, properties, ...row } = table.at(0).copy();
      return { ...row, kind: properties?.["image_type"] };
    });
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect(rows[0]?.hashValue).toHaveLength(128);
  });

  it("says that a limit was reached", () => {
    expect(images("openstack-image-list-limit10.json").artefacts[0]?.reach.cutOff).toBe(true);
  });

  it("keeps no credentials of locations", () => {
    const page = {
      images: [
        {
          id: "i1",
          direct_url: "s3+https://KEYEXAMPLE:SECRETEXAMPLE@h/b/i1",
          locations: [{ url: "swift+https://u:SECRETEXAMPLE@h/c" }],
        },
      ],
    };
    const builder = imageTableBuilder();
    const stream = imageStream({ file: "p" }, builder);
    stream.push(Buffer.from(JSON.stringify(page)));
    expect(stream.end().redactions).toHaveLength(2);
    expect(JSON.stringify(builder.build().at(0).copy())).not.toMatch(/KEYEXAMPLE|SECRETEXAMPLE/);
  });
});

describe("rbd listings of the lab", () => {
  const objects = (file: string) => {
    const builder = objectTableBuilder();
    const artefact = readObjects(text(file), source(file), builder);
    return { artefact, table: builder.build() };
  };

  it.each(["images", "vms", "volumes"])("reads %s alike from text, JSON and XML", (pool) => {
    const read = ["txt", "json", "pretty.json", "xml"].map((format) => {
      const { artefact, table } = objects(`rbd-ls-l-${pool}.${format}`);
      expect(artefact).toMatchObject({ kind: "rbd-ls", pool, poolFrom: "command", long: true });
      expect(artefact.problems).toBeUndefined();
      return [...table.rows().map((row) => [row.name, row.snapshot, row.parent, row.protected, row.locked])];
    });
    for (const each of read) expect(each).toEqual(read[0]);
    const names = new Set(read[0]?.map(([name]) => name));
    expect(names.size).toBe(objects(`rbd-ls-${pool}.txt`).table.rowCount);
  });

  it("adds what head and snapshot use to what the cluster says", () => {
    for (const format of ["txt", "json"]) {
      const { table } = objects(`rbd-du-images.${format}`);
      for (const object of truth.rbd.filter((each) => each.pool === "images")) {
        const used =
          (table.find("images", object.name)?.used ?? 0) + (table.find("images", object.name, "snap")?.used ?? 0);
        if (format === "json") expect([object.name, used]).toEqual([object.name, object.used_bytes]);
        else expect(Math.abs(used - object.used_bytes)).toBeLessThan(2 ** 20);
      }
    }
  });

  it("reads the children of a loop", () => {
    const artefact = readRbdChildren(text("rbd-children-loop-images.txt"), source("rbd-children-loop-images.txt"));
    expect(artefact.all).toBe(true);
    for (const object of truth.rbd.filter((each) => each.pool === "images")) {
      expect(artefact.parents.find((each) => each.parent === `images/${object.name}`)?.children.sort()).toEqual(
        [...object.children].sort(),
      );
    }
  });

  it("reads info, snapshots and the trash", () => {
    for (const format of ["txt", "json"]) {
      expect(readRbdInfo(text(`rbd-info-clone.${format}`), source(`rbd-info-clone.${format}`)).objects).toMatchObject([
        { pool: "vms", size: 50331648, snapCount: 0, parent: "images/b5d56ff0-21a4-4248-8e99-5a1c9362e9c4@snap" },
      ]);
    }
    expect(readRbdSnap(text("rbd-snap-ls-images.txt"), source("rbd-snap-ls-images.txt")).snaps).toMatchObject([
      { name: "snap", size: 100663296, protected: true },
    ]);
    for (const file of [
      "rbd-trash-ls-images.txt",
      "rbd-trash-ls-all-images.json",
      "rbd-trash-ls-all-long-images.txt",
    ]) {
      expect(readRbdTrash(text(file), source(file))).toMatchObject({
        pool: "images",
        entries: [{ name: "68e58909-ccb2-4416-925a-56c9a30f4300" }],
      });
    }
  });

  it("guesses a pool from a file's name last, and says so", () => {
    const builder = objectTableBuilder();
    expect(readObjects("a\nb\n", { file: "rbd-ls-l-vms.json" }, builder)).toMatchObject({
      pool: "vms",
      poolFrom: "file-name",
    });
    expect(readObjects("a\nb\n", { file: "rbd-ls.json" }, builder)).toMatchObject({ pool: null, poolFrom: "nothing" });
  });
});

describe("the other listings of the lab", () => {
  it("reads files of a store alike from ls, du and find", () => {
    for (const file of ["ls-l-file-store.txt", "du-file-store.txt", "find-file-store.tsv"]) {
      const { directory, files } = readFileListing(text(file), source(file));
      expect(directory).toBe("/var/lib/glance/images");
      expect(files.map((each) => each.name).sort()).toEqual(truth.files.map((each) => each.name).sort());
    }
  });

  it("reads stores and import methods from table and API", () => {
    expect(
      readStoresInfo(text("glance-stores-info-detail.txt"), source("x")).stores.map(
        ({ line: _line, ...store }) => store,
      ),
    ).toEqual(
      readStoresInfo(text("api/v2-info-stores-detail.json"), source("x")).stores.map(
        ({ line: _line, ...store }) => store,
      ),
    );
    for (const file of ["glance-import-info.txt", "api/v2-info-import.json"]) {
      expect(readImportInfo(text(file), source(file)).methods).toEqual(["glance-direct", "web-download", "copy-image"]);
    }
  });

  it("reads locations of the database", () => {
    const { locations } = readSqlLocations(text("mysql-image_locations.tsv"), source("mysql-image_locations.tsv"));
    const active = truth.records.flatMap((record) => record.locations.map((location) => location.url));
    expect(locations.map((each) => each.url)).toEqual(expect.arrayContaining(active));
  });

  it("reads what Ceph tells, as text and JSON", () => {
    for (const file of ["ceph-df.json", "ceph-df.pretty.json", "ceph-df-detail.json"]) {
      expect(readCephDf(text(file), source(file))).toMatchObject({
        totalBytes: 64424509440,
        pools: [{ name: "images", storedBytes: 1060113344, objects: 279 }, {}, {}],
      });
    }
    expect(readCephDf(text("ceph-df-detail.txt"), source("x")).pools[0]).toMatchObject({
      storedBytes: 1011 * 2 ** 20,
      usedBytes: 3 * 2 ** 30,
      maxAvailableBytes: 18 * 2 ** 30,
    });
    for (const file of ["ceph-osd-pool-ls-detail.txt", "ceph-osd-pool-ls-detail.json"]) {
      expect(readCephPools(text(file), source(file)).pools).toMatchObject(
        ["images", "volumes", "vms"].map((name) => ({
          name,
          type: "replicated",
          size: 3,
          minSize: 2,
          application: "rbd",
        })),
      );
    }
    expect(
      readCephPools(text("ceph-osd-pool-get-images-all.txt"), source("ceph-osd-pool-get-images-all.txt")).pools,
    ).toMatchObject([{ name: "images", size: 3, minSize: 2 }]);
    for (const file of ["ceph-auth-get-client.glance.txt", "ceph-auth-get-client.glance.json"]) {
      expect(readCephAuth(text(file), source(file)).clients).toMatchObject([
        { name: "client.glance", caps: { mon: "profile rbd", osd: "profile rbd pool=images" } },
      ]);
    }
    expect(
      readCephVersions(text("ceph-versions.txt"), source("x")).versions.map((each) => [each.name, each.line]),
    ).toEqual([
      ["mon", 3],
      ["mgr", 6],
      ["osd", 9],
    ]);
    expect(readCephMinCompat("luminous\n", source("x"))).toMatchObject({ release: "luminous", line: 1 });
  });
});

describe("figures, boots and mounts", () => {
  it.each([
    ['{"by_format": {"raw": 5}}', { by_format: { raw: 5 } }],
    ["Images total: 1,140\nraw: 871\n", { images_total: 1140, raw: 871 }],
    ["| format | images |\n|---|---|\n| raw | 5 |\n", { by_format: { raw: 5 } }],
    [
      "+--------+--------+\n| format | images |\n+--------+--------+\n| raw    |      5 |\n+--------+--------+\n",
      { by_format: { raw: 5 } },
    ],
    ["nothing", null],
  ])("reads statistics %#", (given, document) => {
    expect(readCatalogStats(given, { file: "stats" }).document).toEqual(document);
  });

  it.each([
    [
      "image_id,boots_30d,last_boot\na,12,2026-01-02\n",
      30,
      { imageId: "a", boots: 12, lastBootAt: "2026-01-02", line: 2 },
    ],
    ["# boots in 90 days\nImage ID;Boot count\na;3\n", 90, { imageId: "a", boots: 3, lastBootAt: null, line: 3 }],
    ["image,boots,period_days\na,3,14\n", 14, { imageId: "a", boots: 3 }],
  ])("reads boot counts %#", (given, periodDays, boot) => {
    expect(readBootCounts(given, { file: "boots.csv" })).toMatchObject({ periodDays, boots: [boot] });
  });

  it("joins findmnt and df of a node", () => {
    const given =
      "ctl1$ findmnt\nTARGET SOURCE FSTYPE OPTIONS\n/     /dev/sda1 xfs rw\n/srv/g nas:/g nfs4 rw\nctl1$ df -h /srv/g\nnas:/g  12T  4T  8T  37% /srv/g\n";
    expect(readMounts(given, { file: "m" }).mounts).toMatchObject([
      { node: "ctl1", path: "/", source: "/dev/sda1", type: "xfs", freeBytes: null },
      { node: "ctl1", path: "/srv/g", source: "nas:/g", type: "nfs4", freeBytes: 8 * 2 ** 40, line: 4 },
    ]);
  });
});

describe("any bytes", () => {
  const readers: ((given: string) => unknown)[] = [
    (given) => readImages(given, { file: "f" }, imageTableBuilder()),
    (given) => readObjects(given, { file: "f" }, objectTableBuilder()),
    ...[
      readRbdInfo,
      readRbdChildren,
      readRbdTrash,
      readRbdSnap,
      readFileListing,
      readStoresInfo,
      readImportInfo,
      readSqlLocations,
    ].map((read) => (given: string) => read(given, { file: "f", command: "rbd ls x" })),
    ...[
      readCephDf,
      readCephPools,
      readCephAuth,
      readCephVersions,
      readCephMinCompat,
      readCatalogStats,
      readBootCounts,
      readMounts,
    ].map((read) => (given: string) => read(given, { file: "f" })),
  ];
  const files = Object.keys(commands).filter((file) => text(file).length < 30_000);
  const damaged = fc
    .tuple(fc.constantFrom(...files), fc.nat(30_000), fc.nat(200), fc.string())
    .map(([file, at, length, put]) => {
      const whole = text(file);
      return whole.slice(0, at % (whole.length + 1)) + put + whole.slice((at % (whole.length + 1)) + length);
    });

  it("throw nothing in any reader", () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: "binary" })), fc.constantFrom(...readers), (given, read) => {
        expect(() => read(given)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
