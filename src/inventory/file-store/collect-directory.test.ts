import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { intake } from "../../intake/intake.ts";
import { memorySpool } from "../test-spool.ts";
import { collectDirectory } from "./collect-directory.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "glancewright-store-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const ID = "00000000-0000-4000-8000-000000000001";

async function collected(path = directory, signal?: AbortSignal) {
  const { spool, parts, sources } = memorySpool();
  const read = await collectDirectory({
    directory: path,
    holds: "file-store",
    file: "files-1.tsv",
    spool,
    ...(signal ? { signal } : {}),
  });
  const [listing] = intake(sources()).artefacts.flatMap((one) => (one.kind === "file-listing" ? [one] : []));
  return { read, part: parts.get("files-1.tsv"), listing };
}

test("names, sizes and times are listed as intake reads them, with the directory", async () => {
  writeFileSync(join(directory, ID), "abc");
  utimesSync(join(directory, ID), 0, Date.parse("2026-11-02T08:00:00Z") / 1_000);
  const { read, part, listing } = await collected();
  expect(read).toBe(true);
  expect(part).toMatchObject({
    complete: true,
    rows: 1,
    problem: null,
    text: `${ID}\t3\t2026-11-02T08:00:00Z\n`,
  });
  expect(listing).toMatchObject({ directory, files: [{ name: ID, size: 3 }] });
});

test("neither folders nor links are listed or followed", async () => {
  writeFileSync(join(directory, ID), "");
  mkdirSync(join(directory, "nested"));
  writeFileSync(join(directory, "nested", "deeper"), "x");
  symlinkSync("/etc/hostname", join(directory, "link"));
  const { listing } = await collected();
  expect(listing?.files.map(({ name }) => name)).toEqual([ID]);
});

test("a name that would break the rows is left out and told", async () => {
  writeFileSync(join(directory, ID), "");
  writeFileSync(join(directory, "two\nlines"), "");
  const { part, listing } = await collected();
  expect(part).toMatchObject({ complete: false, rows: 1, problem: expect.stringContaining("1 ") });
  expect(listing?.files.map(({ name }) => name)).toEqual([ID]);
});

test("a directory that cannot be read is an incomplete part", async () => {
  const { read, part } = await collected(join(directory, "none"));
  expect(read).toBe(false);
  expect(part).toMatchObject({ complete: false, problem: expect.stringContaining("ENOENT") });
});

test("an empty directory is whole: that it holds nothing was seen", async () => {
  expect((await collected()).part).toMatchObject({ complete: true, rows: 0, problem: null });
});
