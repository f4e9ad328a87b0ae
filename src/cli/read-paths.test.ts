import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
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
