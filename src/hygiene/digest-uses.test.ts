import { expect, test } from "vitest";
import { runRules } from "../check/run.ts";
import { image, imageId, page } from "../check/test-listings.ts";
import { buildCloud } from "../facts/build-cloud.ts";
import { intake } from "../intake/intake.ts";
import type { Digest } from "./digest.ts";
import { packRecord, unpackRecord } from "./history/encode.ts";
import type { SnapshotRecord } from "./history/record.ts";
import { recordOf } from "./history/record-of.ts";
import { makeDigest, summaryOf } from "./make-digest.ts";

const GIB = 1024 ** 3;
const disk = (number: number): string => imageId(5_000 + number);
const API =
  "[DEFAULT]\nenabled_backends = rbd:rbd\nuser_storage_quota = 100 GB\n[paste_deploy]\nflavor = keystone+cachemanagement\n";

type Week = {
  day: string;
  images: readonly unknown[];
  /** Disks by image, with whether each is a clone. */
  disks: readonly { number: number; image: number; clone: boolean }[];
  more?: Readonly<Record<string, string>>;
};

function recordIn({ day, images, disks, more = {} }: Week): SnapshotRecord {
  const rows = disks.map(({ number, image: of, clone }) => ({
    image: `${disk(number)}_disk`,
    size: GIB,
    format: 2,
    ...(clone ? { parent: { pool: "images", image: imageId(of), snapshot: "snap" } } : {}),
  }));
  const byImage = Map.groupBy(disks, (one) => imageId(one.image));
  const made = [...byImage].map(([id, own]) => ({ image_id: id, disks: own.map(({ number }) => disk(number)) }));
  const manifest = {
    schema: "glancewright.snapshot/1",
    cloud: "lab",
    region: null,
    startedAt: `${day}T08:00:00Z`,
    endedAt: `${day}T08:05:00Z`,
    collector: "a test",
    parts: [],
  };
  const cloud = buildCloud(
    intake(
      Object.entries({
        "snapshot.json": JSON.stringify(manifest),
        "images.json": page(images),
        "images-hidden.json": page([image(999, { os_hidden: true })], "visibility=all&os_hidden=true"),
        "rbd-ls-l-vms.json": JSON.stringify(rows),
        "disk-images.json": JSON.stringify({ schema: "glancewright.disk-images/1", images: made }),
        ...more,
      }).map(([name, text]) => ({ name, text, pasted: false })),
    ),
  );
  return unpackRecord(packRecord(recordOf(cloud, runRules([], cloud))));
}

function digestIn(...weeks: Week[]): Digest {
  const records = weeks.map(recordIn);
  const [previous, current] = records.slice(-2) as [SnapshotRecord, SnapshotRecord];
  return makeDigest({
    cloud: "lab",
    now: new Date(`${weeks.at(-1)?.day}T12:00:00Z`),
    due: null,
    current,
    previous,
    previousDigestAt: new Date(previous.takenAt),
    summaries: records.map((record, at) => summaryOf(record, records[at - 1] ?? null)),
    acceptances: [],
    promise: null,
  });
}
const linesOf = ({ sections }: Digest, title: RegExp): readonly string[] =>
  sections.find((section) => title.test(section.title))?.lines ?? [];

const RAW = image(1, { name: "ubuntu" });
const QCOW2 = image(2, { name: "debian", disk_format: "qcow2" });

const OLD = { number: 9, image: 1, clone: true };

test("of each image it is told how many of its new disks are clones, and how it was before", () => {
  const digest = digestIn(
    { day: "2026-11-02", images: [RAW, QCOW2], disks: [OLD] },
    { day: "2026-11-09", images: [RAW, QCOW2], disks: [OLD, { number: 1, image: 2, clone: true }] },
    {
      day: "2026-11-16",
      images: [RAW, QCOW2],
      disks: [
        OLD,
        { number: 1, image: 2, clone: true },
        { number: 2, image: 2, clone: false },
        { number: 3, image: 2, clone: false },
        { number: 4, image: 1, clone: true },
      ],
    },
  );
  const [first, second, ...rest] = linesOf(digest, /New disks by image/);
  expect([first, second, rest]).toEqual([
    expect.stringMatching(/^debian \(.*0 clones of 2 new disks \(0 %\); before that 100 %$/),
    expect.stringMatching(/^ubuntu \(.*1 clone of 1 new disk \(100 %\)$/),
    [],
  ]);
});

test("drift of visibility and protection is told of images that were there before, and no others", () => {
  const digest = digestIn(
    { day: "2026-11-09", images: [image(1), image(2, { visibility: "public", protected: true })], disks: [] },
    {
      day: "2026-11-16",
      images: [
        image(1, { visibility: "community" }),
        image(2, { visibility: "public", protected: false }),
        image(3, { visibility: "public" }),
      ],
      disks: [],
    },
  );
  expect(linesOf(digest, /Visibility/)).toEqual([
    expect.stringContaining(`became community: ${imageId(1)}`),
    expect.stringContaining("lost the protection"),
  ]);
});

test("of images with the same bytes it is told which to keep, whose the others are, and what hangs on them", () => {
  const same = { os_hash_algo: "sha512", os_hash_value: "ab".repeat(64), size: 5 * GIB };
  const week: Week = {
    day: "2026-11-16",
    images: [
      image(1, { ...same, owner: "p1" }),
      image(2, { ...same, owner: "p2", visibility: "public", name: "golden" }),
      image(3, { ...same, owner: "p1" }),
    ],
    disks: [{ number: 1, image: 3, clone: true }],
    more: {
      "image-uses.json": JSON.stringify({
        schema: "glancewright.image-uses/1",
        images: [{ image_id: imageId(1), servers: 2, volume_backed_servers: 1, volumes: 4, last_boot_at: null }],
      }),
    },
  };
  const line = linesOf(
    digestIn({ ...week, day: "2026-11-09" }, { ...week, images: [...week.images, image(9)] }),
    /same bytes/,
  ).find((text) => text.includes("keep"));
  for (const part of ["keep golden", "other 2 of project p1 hold 10 GiB", "3 servers and 4 volumes", "1 with clones"])
    expect(line).toContain(part);
});

test("of images with the same bytes one that lost a copy is not the one to keep", () => {
  const url = (pool: string, number: number) => ({ url: `rbd://f/${pool}/${imageId(number)}/snap`, metadata: {} });
  const same = { os_hash_algo: "sha512", os_hash_value: "ab".repeat(64), size: 5 * GIB };
  const images = [
    image(1, { ...same, visibility: "public", locations: [url("images", 1), url("other", 1)] }),
    image(2, { ...same, locations: [url("images", 2)] }),
    ...[3, 4, 5, 6].map((number) => image(number, { locations: [url("images", number)] })),
  ];
  const objects = [2, 3, 4, 5, 6].map((number) => ({ image: imageId(number), size: 10 * GIB, format: 2 }));
  const more = { "rbd-ls-images.json": JSON.stringify(objects.map(({ image: name }) => name)) };
  const { duplicates } = recordIn({ day: "2026-11-16", images, disks: [], more });
  expect(duplicates[0]?.keep.id).toBe(imageId(2));
});

test("a cache that is too small for what boots most, and a project that is nearly full, are told", () => {
  const boots = JSON.stringify([{ image_id: imageId(1), boots_30d: 90, last_boot_at: "2026-11-15T00:00:00Z" }]);
  const big = image(1, { size: 90 * GIB, owner: "p1", boots_30d: 90 });
  const more = { "glance-api.conf": API, "boots-30d.json": boots };
  const digest = digestIn(
    { day: "2026-11-09", images: [big], disks: [], more },
    { day: "2026-11-16", images: [big, image(2, { size: GIB, owner: "p2" })], disks: [], more },
  );
  expect(linesOf(digest, /quota/)).toEqual([expect.stringMatching(/^project p1: 90 GiB, 90 %$/)]);
  expect(linesOf(digest, /cache/).join("\n")).toContain("too small by 80 GiB");
});

test("projects are called by their names, and a ticket says whom to ask; an id without one stays an id", () => {
  const projects = JSON.stringify({
    schema: "glancewright.projects/1",
    projects: [{ id: "p1", name: "billing", contact: "billing@example.org" }],
  });
  const more = { "projects.json": projects };
  const of = (number: number, owner: string) => image(number, { disk_format: "qcow2", owner });
  const digest = digestIn(
    { day: "2026-11-09", images: [RAW], disks: [], more },
    { day: "2026-11-16", images: [RAW, of(3, "p1"), of(4, "p2")], disks: [], more },
  );
  const lines = linesOf(digest, /cannot be cloned|no disk can be cloned/);
  expect(lines.filter((line) => line.startsWith("new of project"))).toEqual([
    expect.stringContaining("new of project billing (p1)"),
    expect.stringContaining("new of project p2"),
  ]);
  expect(digest.tickets).toContain("Project billing (p1)\nContact: billing@example.org\n");
  expect(digest.tickets).toContain("Project p2\n\n");
});
