import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import type { SnapshotOrigin } from "../intake/snapshot/manifest.ts";
import { folderSpool } from "../inventory/archive/folder-spool.ts";
import { packSnapshot } from "../inventory/archive/pack-snapshot.ts";
import { readPaths } from "./read-paths.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-paths-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const names = async (paths: readonly string[]): Promise<string[]> =>
  (await readPaths(paths)).given.map(({ name }) => name);

test("a folder gives all its files, named from it, in a fixed order and without hidden ones", async () => {
  mkdirSync(join(folder, "ctl1"));
  for (const name of ["nova.conf", "ctl1/glance-api.conf", ".hidden"]) writeFileSync(join(folder, name), "[DEFAULT]\n");
  expect(await names([folder])).toEqual(["ctl1/glance-api.conf", "nova.conf"]);
});

test("links to files of the folder are read, others lead nowhere and are named", async () => {
  writeFileSync(join(folder, "nova.conf"), "[DEFAULT]\n");
  symlinkSync(join(folder, "nova.conf"), join(folder, "linked.conf"));
  symlinkSync("..", join(folder, "loop"));
  symlinkSync("nowhere", join(folder, "dangling.conf"));
  symlinkSync("/etc/hostname", join(folder, "outside.conf"));
  expect(await names([folder])).toEqual(["linked.conf", "nova.conf"]);
  expect((await readPaths([folder])).skipped.map(({ name }) => name).toSorted()).toEqual([
    "dangling.conf",
    "loop",
    "outside.conf",
  ]);
});

test("a path that is not there is said, with what to do", async () => {
  await expect(readPaths([join(folder, "none.conf")])).rejects.toMatchObject({ code: "cli.no-such-path" });
});

test("a file that is far too large is refused by its size, unread", async () => {
  const path = join(folder, "glance-api.conf");
  writeFileSync(path, "[DEFAULT]\n");
  truncateSync(path, 3 * 2 ** 30);
  const { refused } = intake((await readPaths([path])).given);
  expect(refused).toMatchObject([{ code: "intake.too-large", file: "glance-api.conf" }]);
  expect(refused[0]?.reason).toContain("3072.0 MiB");
});

type Part = { file: string; from: SnapshotOrigin; command: string | null; text: Iterable<string>; complete?: boolean };

async function snapshot(name: string, parts: readonly Part[]): Promise<string> {
  const spooled = mkdtempSync(join(folder, "spool-"));
  const spool = folderSpool(spooled, () => new Date("2026-11-02T08:00:00Z"));
  for (const { text, complete = true, ...opening } of parts) {
    const part = await spool.part({ ...opening, what: opening.file });
    for (const piece of text) await part.write(piece);
    await part.end({ complete, rows: 1, problem: complete ? null : "it broke off" });
  }
  const path = join(folder, `${name}.snapshot.tar.gz`);
  await packSnapshot(spooled, spool.manifest({ cloud: name, region: null, collector: "glancewright" }), path);
  return path;
}

const ID = "00000000-0000-4000-8000-000000000001";
const objects = (pool: string): Part => ({
  file: "a.json",
  from: "ceph",
  command: `rbd ls -l ${pool} --format json`,
  text: [JSON.stringify([{ image: ID, size: 7, format: 2 }])],
});

async function read(paths: readonly string[]) {
  const { given, streamed } = await readPaths(paths);
  return intake(given, streamed);
}

test("a part of a snapshot is read as the output of its command, and those of several are told apart", async () => {
  const { objects: table, recognitions } = await read([
    await snapshot("berlin", [objects("gold")]),
    await snapshot("paris", [objects("silver")]),
  ]);
  expect(table.find("gold", ID)).toMatchObject({ size: 7, file: "berlin/a.json" });
  expect(table.find("silver", ID)).toMatchObject({ size: 7, file: "paris/a.json" });
  expect(Object.keys(recognitions)).toContain("berlin/snapshot.json");
});

test("a snapshot that was unpacked is read as the packed one", async () => {
  const packed = await snapshot("berlin", [objects("gold")]);
  const unpacked = mkdtempSync(join(folder, "unpacked-"));
  await extract({ file: packed, cwd: unpacked });
  const { objects: table } = await read([unpacked]);
  expect(table.find("gold", ID)).toMatchObject({ size: 7 });
});

test("a part without a byte is no source: its manifest tells what became of it", async () => {
  const part = { file: "b.json", from: "ceph" as const, command: "rbd ls -l vms --format json", text: [] };
  const { refused, artefacts } = await read([
    await snapshot("berlin", [objects("gold"), { ...part, complete: false }]),
  ]);
  expect(refused).toEqual([]);
  expect(artefacts.find(({ kind }) => kind === "snapshot")).toMatchObject({
    manifest: { parts: [{ complete: true }, { file: "b.json", complete: false, problem: "it broke off" }] },
  });
});

function* fileRows(count: number): Iterable<string> {
  for (let at = 0; at < count; at++)
    yield `00000000-0000-4000-8000-${String(at).padStart(12, "0")}\t${at}\t2026-11-02T08:00:00Z\n`;
}
const directory = (count: number, name = "/srv/images"): Part => ({
  file: `files-${count}.tsv`,
  from: "file-store",
  command: `find ${name} -maxdepth 1 -type f -printf '%f\\t%s\\t%TY-%Tm-%TdT%TH:%TM:%TSZ\\n'`,
  text: fileRows(count),
});

test("a listing in it may be longer than a pasted source", async () => {
  const { artefacts, refused } = await read([await snapshot("berlin", [directory(200_000)])]);
  expect(refused).toEqual([]);
  const listing = artefacts.find((artefact) => artefact.kind === "file-listing");
  expect(listing?.kind === "file-listing" && [listing.directory, listing.files.length]).toEqual([
    "/srv/images",
    200_000,
  ]);
});

test("no more is held than sources may have together, whatever stands in it", async () => {
  const text = ["[DEFAULT]\n", ...Array.from({ length: 11 * 1024 }, () => `# ${"x".repeat(1021)}\n`)];
  const conf: Part = { file: "glance-api.conf", from: "operator", command: null, text };
  const many = Array.from({ length: 6 }, (_, at) => directory(200_000 + at, `/srv/images-${at}`));
  const { given } = await readPaths([await snapshot("berlin", [conf, ...many])]);
  const unread = given.filter(({ text: shown }) => shown === "").map(({ name }) => name);
  expect(unread).toEqual(["glance-api.conf", "files-200005.tsv"]);
  expect(given.find(({ name }) => name === "glance-api.conf")?.size).toBeGreaterThan(10 * 1024 ** 2);
});
