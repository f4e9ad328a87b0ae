import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { type CollectOptions, collectCommand } from "./collect-command.ts";
import { readPaths } from "./read-paths.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const NOW = new Date("2026-11-02T08:00:00Z");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-collect-test-"));
  for (const name of ["store", "out", "empty"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "store", ID), "abc");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function collected(options: Partial<CollectOptions>, environment: NodeJS.ProcessEnv = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    color: false,
    width: 80,
  };
  const own = { cloud: "berlin/1", openstack: false, ceph: false, out: join(folder, "out"), ...options };
  const status = await collectCommand(own, terminal, environment, () => NOW).catch((error: unknown) => error);
  return { status, out: out.join(""), err: err.join("") };
}
const written = (): string[] => readdirSync(join(folder, "out"));

test("what a storage host sees becomes one file, whose name is printed", async () => {
  const { status, out } = await collected({ fileStore: [join(folder, "store")], cache: [join(folder, "empty")] });
  const path = join(folder, "out", "berlin_1-20261102T0800Z.snapshot.tar.gz");
  expect({ status, out }).toEqual({ status: 0, out: `${path}\n` });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const { artefacts, refused } = intake((await readPaths([path])).given);
  expect(artefacts.map(({ kind }) => kind).sort()).toEqual(["file-listing", "snapshot"]);
  expect(refused).toEqual([]);
  expect(artefacts.find(({ kind }) => kind === "snapshot")).toMatchObject({
    manifest: { cloud: "berlin/1", parts: [{ from: "file-store" }, { from: "image-cache", complete: true, rows: 0 }] },
  });
});

test("what could not be read is named, and the rest is kept", async () => {
  const { status, err } = await collected({ fileStore: [join(folder, "store"), join(folder, "none")] });
  expect(status).toBe(0);
  expect(err).toMatch(/incomplete: .*none: .*ENOENT/);
  expect(written()).toHaveLength(1);
});

test("where nothing can be read nothing is written", async () => {
  const { status } = await collected({ fileStore: [join(folder, "none")] });
  expect(status).toMatchObject({ code: "collect.nothing" });
  expect(written()).toEqual([]);
});

test.each(["no-such-folder", "store.tar"])("--out %s is refused before anything is asked", async (name) => {
  const { status } = await collected({ fileStore: [join(folder, "store")], out: join(folder, name) });
  expect(status).toMatchObject({ code: "collect.out" });
});

test("secrets of a file that is added do not get into the snapshot", async () => {
  const conf = join(folder, "glance-api.conf");
  writeFileSync(conf, "[DEFAULT]\ndebug = true\n[database]\nconnection = mysql+pymysql://glance:hunter2@db/glance\n");
  await collected({ fileStore: [join(folder, "store")], with: [conf] });
  const { given } = await readPaths([join(folder, "out", written()[0] ?? "")]);
  const added = given.find(({ name }) => name.includes("glance-api.conf"));
  expect(added?.text).toContain("mysql+pymysql");
  expect(given.map(({ text }) => text).join("")).not.toContain("hunter2");
});

test("a snapshot that is not taken is kept", async () => {
  const bot = createServer((_, response) => response.writeHead(403).end()).listen(0, "127.0.0.1");
  await once(bot, "listening");
  const { port } = bot.address() as AddressInfo;
  const environment = { GLANCEWRIGHT_INGEST_URL: `http://127.0.0.1:${port}`, GLANCEWRIGHT_INGEST_TOKEN: "invented" };
  const { status } = await collected({ fileStore: [join(folder, "store")], send: true }, environment);
  bot.close();
  expect(status).toMatchObject({ code: "collect.send" });
  expect(written()).toHaveLength(1);
});

test("where a snapshot is to be sent to is asked before anything is collected", async () => {
  const { status } = await collected({ fileStore: [join(folder, "store")], send: true });
  expect(status).toMatchObject({ code: "collect.send" });
  expect(written()).toEqual([]);
});

test("a cloud that no file names is said to be unknown, with the file that was read", async () => {
  writeFileSync(join(folder, "clouds.yaml"), "clouds:\n  paris:\n    auth: {}\n");
  const { status } = await collected(
    { openstack: true, cloud: "berlin" },
    { OS_CLIENT_CONFIG_FILE: join(folder, "clouds.yaml") },
  );
  expect(status).toMatchObject({ code: "cloud.unknown", message: expect.stringContaining("clouds.yaml") });
});
