/** Two snapshots of a real Glance on a real Ceph; between them the script that the first one's plan gave was run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Digest } from "../hygiene/digest.ts";
import { unpackRecord } from "../hygiene/history/encode.ts";
import { digestCommand } from "./digest-command.ts";
import { readSnapshot, readSnapshotAside } from "./read-snapshot.ts";

const SNAPSHOTS = join(import.meta.dirname, "../../test/fixtures/snapshots");
const BEFORE = join(SNAPSHOTS, "lab-before.snapshot.tar.gz");
const AFTER = join(SNAPSHOTS, "lab-after.snapshot.tar.gz");
const NOW = new Date("2026-11-24T03:00:00Z");
const MIB = 1024 ** 2;

let state = "";
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "glancewright-history-"));
});
afterEach(() => {
  rmSync(state, { recursive: true, force: true });
});

async function digest(paths: readonly string[], now = NOW, keep = true): Promise<Digest> {
  let text = "";
  const terminal = { out: (more: string) => (text += more), err: () => {}, color: false, width: 100 };
  await digestCommand(paths, { cloud: "lab", format: "json", keep }, terminal, now, state);
  return JSON.parse(text) as Digest;
}

test("the orphans of the lab are those that were put there, and nothing else", async () => {
  const { items, shown } = await readSnapshot([BEFORE]);
  const orphans = [...items.of("orphan")].map(({ key }) => key);
  expect(shown.orphan).toBe("whole");
  expect(orphans).toEqual(
    [
      "ff53a46f-5ead-403a-84c4-b877678537a3",
      "images/3c3ae353-fb14-428e-90b4-01a6c1cc0aff",
      "images/45ac16b9-c20d-4c21-8f8a-7abff2e91ac7",
      "images/9bd97014-eea8-4588-ab79-803c0daf7ae8",
      "images/dd2ee150-d284-4277-b89c-1af40ce8fcc9",
    ].sort(),
  );
  expect([...items.of("missing-data")].map(({ key }) => key)).toEqual([
    "7bf3e5a6-06a3-4704-a200-6c118ae6ab49",
    "aa668f9d-7d9e-4ef7-9377-a607a50ff5a6",
    "d5aae8d2-ea69-4d44-be14-862b8a96a3d2",
  ]);
  // of a fourth group one of two has lost its data: nothing is held twice
  expect([...items.of("duplicate")]).toHaveLength(3);
});

test("the second digest holds the plan of the first against what happened", async () => {
  const first = await digest([BEFORE]);
  expect([first.quiet, first.promise]).toEqual([false, null]);
  const second = await digest([AFTER]);
  expect(second.headline).toContain("0 new and 4 settled among objects without an image");
  expect(second.promise).toBe(
    "Plans since 2026-11-24 named 4 objects with 84 MiB: 4 gone (84 MiB). The pools store 80 MiB less than then, uploads and deletions of others among it.",
  );
});

test("nothing new is one line, and a digest that is not kept changes nothing", async () => {
  await digest([BEFORE]);
  await digest([AFTER], NOW, false);
  expect((await digest([AFTER])).promise).not.toBeNull();
  expect(await digest([AFTER])).toMatchObject({ quiet: true, tasks: [], sections: [] });
  expect(await digest([])).toMatchObject({ quiet: true });
});

test("an old snapshot is told to be old, and no task rests on what is absent from it", async () => {
  await digest([BEFORE]);
  const late = await digest([AFTER], new Date("2026-12-24T03:00:00Z"));
  expect(late.snapshot).toMatchObject({ stale: true, ageHours: 721 });
  expect(late.tasks.map(({ title }) => title).join()).not.toMatch(/without an image|without data/);
});

test("without any snapshot it is said how to get one", async () => {
  await expect(digest([])).rejects.toMatchObject({ code: "digest.no-snapshot" });
});

test("a thread of its own reads the same", async () => {
  const aside = unpackRecord((await readSnapshotAside([BEFORE], [])).packed);
  const here = await readSnapshot([BEFORE]);
  expect([aside.takenAt, [...aside.items], aside.plan?.promise?.bytes]).toEqual([
    here.takenAt,
    [...here.items],
    84 * MIB,
  ]);
});

test("a file that is no snapshot is refused in the thread as well", async () => {
  await expect(readSnapshotAside([join(import.meta.dirname, "digest-command.ts")], [])).rejects.toMatchObject({
    code: "snapshot.empty",
  });
});

test("a snapshot of another cloud is refused, and so is one from before the last, unless nothing is kept", async () => {
  await digest([AFTER]);
  const refused = await digest([BEFORE]).catch(({ code }) => code);
  const terminal = { out: () => {}, err: () => {}, color: false, width: 100 };
  const other = await digestCommand([BEFORE], { cloud: "tokyo" }, terminal, NOW, state).catch(({ code }) => code);
  expect([refused, other]).toEqual(["snapshot.older", "snapshot.another-cloud"]);
  expect((await digest([BEFORE], NOW, false)).promise).toBeNull();
  expect(await digest([AFTER])).toMatchObject({ quiet: true });
});

test("a collector whose clock is ahead is said to be, and its snapshot counts as old", async () => {
  const early = await digest([BEFORE], new Date("2026-11-20T03:00:00Z"));
  expect(early.snapshot.stale).toBe(true);
  expect(early.snapshot.gaps.join()).toContain("clock is ahead");
});
