import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { intake } from "../../intake/intake.ts";
import { buildCloud } from "../build-cloud.ts";
import type { Cloud, ObjectJoin } from "../cloud.ts";

const LAB = join(import.meta.dirname, "../../../test/fixtures/lab");
const text = (file: string): string => readFileSync(join(LAB, file), "utf8");
const commands = JSON.parse(text("commands.json")) as Record<string, string>;

type TruthImage = { id: string; key: string; disk_format: string; status: string };
type Truth = {
  records: { id: string; key: string; deleted_row: boolean; status: string; visibility: string; os_hidden: boolean }[];
  rbd: { pool: string; name: string; truth: string; used_bytes: number }[];
  rbd_trash: { images: { name: string }[] };
  files: { name: string; truth: string; size: number }[];
  records_without_data: { id: string; store: string; location_kind: string }[];
  duplicate_groups_by_hash: { os_hash_value: string; size: number; images: TruthImage[] }[];
};
const truth = JSON.parse(text("truth.json")) as Truth;

function cloudOf(...files: string[]): Cloud {
  return buildCloud(
    intake(files.map((file) => ({ name: file, text: text(file), pasted: false, command: commands[file] }))),
  );
}
function joined(...files: string[]): ObjectJoin {
  const { join: found } = cloudOf(...files);
  if (found === null) throw new Error("no join of these files");
  return found;
}
const rbdNames = (...truths: string[]): string[] =>
  truth.rbd
    .filter((each) => truths.includes(each.truth))
    .map(({ name }) => name)
    .sort();
const fileNames = (...truths: string[]): string[] =>
  truth.files
    .filter((each) => truths.includes(each.truth))
    .map(({ name }) => name)
    .sort();
const candidatesOf = ({ candidates }: ObjectJoin): string[] => candidates.map(({ name }) => name).sort();
const heldFor = ({ held }: ObjectJoin, reason: string): string[] =>
  held
    .filter((each) => each.reason === reason)
    .map(({ name }) => name)
    .sort();

const PAGES = [
  "api/v2-images-visibility-all-page1.json",
  "api/v2-images-visibility-all-page2.json",
  "api/v2-images-visibility-all-page3.json",
  "api/v2-images-visibility-all-os_hidden-true-page1.json",
];
const DATABASE = ["mysql-images-batch.tsv", "mysql-image_locations.tsv"];
const CEPH = [
  "rbd-ls-l-images.json",
  "rbd-du-images.json",
  "rbd-trash-ls-all-long-images.txt",
  "rbd-ls-l-vms.json",
  "rbd-ls-l-volumes.json",
];
const ORPHANS = ["orphan", "orphan-of-deleted-record"];

describe("orphans of the lab", () => {
  it.each([
    ["API pages and the database", [...PAGES, ...DATABASE]],
    ["the database alone", DATABASE],
    ["a plain table and the database", ["openstack-image-list-long.txt", ...DATABASE]],
  ])("%s: every orphan is a candidate, and nothing else is", (_, images) => {
    expect(candidatesOf(joined(...images, ...CEPH))).toEqual(rbdNames(...ORPHANS));
  });

  it.each([
    ["rbd-ls-l-images.txt"],
    ["rbd-ls-l-images.pretty.json"],
    ["rbd-ls-l-images.xml"],
    ["rbd-ls-images.txt"],
    ["rbd-du-images.txt"],
  ])("%s: the same candidates from every form of listing", (listing) => {
    const others = CEPH.filter((file) => !file.includes("ls-l-images") && !file.includes("du-images"));
    expect(candidatesOf(joined(...PAGES, ...DATABASE, listing, ...others))).toEqual(rbdNames(...ORPHANS));
  });

  it("without the database, images that wait for the scrubber look alike, and each candidate says that a row must be asked", () => {
    const found = joined(...PAGES, ...CEPH);
    expect(candidatesOf(found)).toEqual(rbdNames(...ORPHANS, "pending-delete"));
    for (const { missingProof } of found.candidates) expect(missingProof).toContain("database-row");
    for (const { missingProof } of found.candidates) expect(missingProof).not.toContain("complete-listing");
  });

  it.each([
    ["openstack-image-list-long.json"],
    ["openstack-image-list-all.json"],
    ["openstack-image-list-limit10.json"],
    ["api/v2-images-visibility-all-page1.json"],
  ])("%s: a listing that is not whole leaves every candidate without its first proof", (listing) => {
    const found = joined(listing, ...CEPH);
    expect(found.candidateCount).toBeGreaterThan(0);
    for (const { missingProof } of found.candidates) expect(missingProof).toContain("complete-listing");
  });

  it("holds clones, waiting images, the trash and foreign names, each with its reason", () => {
    const found = joined(...PAGES, ...DATABASE, ...CEPH);
    expect(heldFor(found, "children")).toEqual(rbdNames("orphan-with-children"));
    expect(heldFor(found, "pending-delete")).toEqual(rbdNames("pending-delete"));
    expect(heldFor(found, "not-uuid")).toEqual(rbdNames("unknown-name"));
    expect(heldFor(found, "in-trash")).toEqual(truth.rbd_trash.images.map(({ name }) => name).sort());
    expect(found.withChildren).toEqual(rbdNames("orphan-with-children"));
    expect([...found.notUuid].sort()).toEqual(rbdNames("unknown-name"));
  });

  it("lists no held object that an image refers to, hidden and community images included", () => {
    const found = joined(...PAGES, ...DATABASE, ...CEPH);
    const referenced = new Set(rbdNames("referenced"));
    // A refused upload keeps its location and its bytes while its record waits for another.
    expect(
      found.held.filter(({ name, reason }) => referenced.has(name) && !["in-flight", "stuck"].includes(reason)),
    ).toEqual([]);
    const missed = truth.records.filter(({ os_hidden, visibility }) => os_hidden || visibility === "community");
    expect(candidatesOf(found).filter((name) => missed.some(({ id }) => id === name))).toEqual([]);
  });

  it("counts the bytes that rbd du tells", () => {
    const found = joined(...PAGES, ...DATABASE, ...CEPH);
    const used = new Map(truth.rbd.map(({ name, used_bytes }) => [name, used_bytes]));
    for (const { name, bytes, bytesAre } of found.candidates) {
      expect([name, bytes, bytesAre]).toEqual([name, used.get(name), "used"]);
    }
    expect(found.candidateBytes).toBe(found.candidates.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
  });

  it("takes a loop over rbd children as proof that nothing depends on a candidate", () => {
    const without = joined(...PAGES, ...DATABASE, ...CEPH);
    for (const { missingProof } of without.candidates) expect(missingProof).toContain("children-all");
    const shown = joined(...PAGES, ...DATABASE, ...CEPH, "rbd-children-loop-images.txt");
    for (const { missingProof } of shown.candidates) expect(missingProof).not.toContain("children-all");
    expect(candidatesOf(shown)).toEqual(candidatesOf(without));
  });

  it("sees clones in rbd children alone, where no other pool was listed", () => {
    const found = joined(...PAGES, ...DATABASE, "rbd-ls-l-images.json", "rbd-children-loop-images.txt");
    expect(heldFor(found, "children")).toEqual(rbdNames("orphan-with-children"));
  });
});

describe("files of the lab's file store", () => {
  it.each([["ls-l-file-store.txt"], ["find-file-store.tsv"], ["du-file-store.txt"]])(
    "%s: orphans are candidates; waiting images and foreign names are held",
    (listing) => {
      const found = joined(...PAGES, ...DATABASE, listing);
      expect(candidatesOf(found)).toEqual(fileNames("orphan"));
      expect(heldFor(found, "pending-delete")).toEqual(fileNames("pending-delete"));
      expect(heldFor(found, "not-uuid")).toEqual(fileNames("unknown-name"));
      expect(found.candidateBytes).toBe(
        truth.files.filter(({ truth: what }) => what === "orphan").reduce((sum, { size }) => sum + size, 0),
      );
      for (const { kind, missingProof } of found.candidates) {
        expect(kind).toBe("file");
        expect(missingProof).not.toContain("children-all");
      }
      const missing = truth.records_without_data.filter(({ location_kind }) => location_kind === "file");
      expect(found.missingObjects.map(({ imageId }) => imageId)).toEqual(missing.map(({ id }) => id));
    },
  );

  it("joins pool and directory side by side", () => {
    const found = joined(...PAGES, ...DATABASE, ...CEPH, "ls-l-file-store.txt");
    expect(candidatesOf(found)).toEqual([...rbdNames(...ORPHANS), ...fileNames("orphan")].sort());
    expect(found.objectCount).toBe(truth.rbd.length + truth.files.length);
    const missing = truth.records_without_data.map(({ id }) => id).sort();
    expect(found.missingObjects.map(({ imageId }) => imageId).sort()).toEqual(missing);
  });
});

describe("images of the lab without their data", () => {
  it.each([
    ["API pages", PAGES],
    ["API pages and the database", [...PAGES, ...DATABASE]],
  ])("%s: names every image whose RBD object is gone", (_, images) => {
    const found = joined(...images, ...CEPH);
    const expected = truth.records_without_data.filter(({ location_kind }) => location_kind === "rbd");
    expect(found.missingObjects.map(({ imageId }) => imageId).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(found.missingCount).toBe(expected.length);
  });
});

describe("duplicates of the lab", () => {
  it("groups settled images of the same hash, size and format", () => {
    const { catalog } = cloudOf(...PAGES);
    const expected = truth.duplicate_groups_by_hash.flatMap(({ os_hash_value, images }) => {
      const formats = new Map<string, string[]>();
      for (const { id, disk_format, status } of images) {
        if (status === "active") formats.set(disk_format, [...(formats.get(disk_format) ?? []), id]);
      }
      return [...formats.values()]
        .filter((ids) => ids.length > 1)
        .map((ids) => `${os_hash_value} ${ids.sort().join()}`);
    });
    const found = catalog?.duplicates.examples.filter(({ strength }) => strength === "strong") ?? [];
    expect(found.map(({ key, imageIds }) => `${key.replace(/^sha512:/, "")} ${imageIds.join()}`).sort()).toEqual(
      expected.sort(),
    );
    expect(catalog?.duplicates.groups).toBe(catalog?.duplicates.examples.length);
  });
});

describe("clones of the lab", () => {
  it("counts the disks of guests and those that are clones", () => {
    const { clone } = cloudOf("rbd-ls-l-vms.json", "rbd-ls-l-volumes.json");
    const rows = (pool: string) =>
      (JSON.parse(text(`rbd-ls-l-${pool}.json`)) as { image: string; snapshot?: string; parent?: unknown }[]).filter(
        ({ snapshot }) => snapshot === undefined,
      );
    const disks = rows("vms").filter(({ image }) => image.endsWith("_disk"));
    const volumes = rows("volumes").filter(({ image }) => image.startsWith("volume-"));
    expect(clone.observed).toMatchObject([
      { pool: "vms", consumer: "nova", disks: disks.length, clones: disks.filter(({ parent }) => parent).length },
      {
        pool: "volumes",
        consumer: "cinder",
        disks: volumes.length,
        clones: volumes.filter(({ parent }) => parent).length,
      },
    ]);
  });
});
