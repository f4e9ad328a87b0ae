import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectSnapshot, type SnapshotSources } from "./collect-snapshot.ts";
import type { Run } from "./run-command.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const NOTHING: SnapshotSources = { openstack: null, ceph: null, directories: [], added: [] };
const CEPH = { id: null, conf: null, pools: ["images"] };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-whole-"));
  mkdirSync(join(folder, "out"));
  mkdirSync(join(folder, "store"));
  writeFileSync(join(folder, "store", ID), "abc");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const store = () => ({ path: join(folder, "store"), holds: "file-store" as const });
const written = (): string[] => readdirSync(join(folder, "out"));

/** A cluster of which every command ends with that status. */
const ends =
  (status: number, text = "[]"): Run =>
  () => {
    async function* stdout() {
      yield new TextEncoder().encode(text);
    }
    return { stdout: stdout(), ended: Promise.resolve({ status, stderr: "refused", timedOut: false }) };
  };

const collected = (sources: Partial<SnapshotSources>, run: Run = ends(0), signal?: AbortSignal) =>
  collectSnapshot({
    cloud: "berlin",
    collector: "glancewright 0.1.0",
    sources: { ...NOTHING, ...sources },
    target: join(folder, "out", "berlin.snapshot.tar.gz"),
    run,
    clock: () => new Date("2026-11-02T08:00:00Z"),
    sleep: async () => {},
    signal,
  });

test("each source has its parts, in one file", async () => {
  const added = [{ name: "ctl1/glance-api.conf", text: "[DEFAULT]\n", command: null }];
  const { parts } = await collected({ ceph: CEPH, directories: [store()], added });
  expect(new Set(parts.map(({ from }) => from))).toEqual(new Set(["ceph", "file-store", "operator"]));
  expect(parts.at(-1)?.file).toBe("added-1-ctl1_glance-api.conf");
  expect(written()).toEqual(["berlin.snapshot.tar.gz"]);
});

test("a cluster that refuses everything leaves what the others show", async () => {
  const { parts } = await collected({ ceph: CEPH, directories: [store()] }, ends(1));
  expect(parts.filter(({ from }) => from === "ceph").every(({ complete }) => !complete)).toBe(true);
  expect(parts.find(({ from }) => from === "file-store")).toMatchObject({ complete: true, rows: 1 });
});

test("where nothing was read nothing is written, and the first problem is told", async () => {
  await expect(collected({ ceph: CEPH }, ends(1, ""))).rejects.toMatchObject({
    code: "collect.nothing",
    advice: { got: expect.stringContaining("refused") },
  });
  expect(written()).toEqual([]);
});

test("a collection that is ended leaves nothing behind", async () => {
  const reason = new Error("ended");
  await expect(collected({ directories: [store()] }, ends(0), AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(written()).toEqual([]);
});

test("a folder that is gone is told, not called a defect", async () => {
  rmSync(join(folder, "out"), { recursive: true });
  await expect(collected({ directories: [store()] })).rejects.toMatchObject({ code: "collect.cannot-write" });
});
