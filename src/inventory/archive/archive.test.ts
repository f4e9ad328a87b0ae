import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { create } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GlancewrightError } from "../../errors.ts";
import { folderSpool } from "./folder-spool.ts";
import { packSnapshot } from "./pack-snapshot.ts";
import { readArchive } from "./read-archive.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-archive-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NOW = new Date("2026-11-02T08:00:00Z");
const ABOUT = { cloud: "berlin", region: null, collector: "glancewright 0.1.0" };
const target = (): string => join(folder, "berlin.snapshot.tar.gz");

async function packed(parts: readonly { file: string; text: string; ended?: boolean }[]) {
  const spooled = mkdtempSync(join(folder, "spool-"));
  const spool = folderSpool(spooled, () => NOW);
  for (const { file, text, ended = true } of parts) {
    const writer = await spool.part({ file, from: "glance", what: file, command: `cat ${file}` });
    for (let at = 0; at < text.length; at += 1_000) await writer.write(text.slice(at, at + 1_000));
    if (ended) await writer.end({ complete: true, rows: 1, problem: null });
    else await new Promise((done) => setImmediate(done));
  }
  const manifest = spool.manifest(ABOUT);
  await packSnapshot(spooled, manifest, target());
  return manifest;
}

async function unpacked(path = target()) {
  const texts = new Map<string, string>();
  const manifest = await readArchive(path, (name) => {
    const chunks: Uint8Array[] = [];
    return {
      push: (chunk) => chunks.push(chunk),
      end: () => texts.set(name, Buffer.concat(chunks).toString("utf8")),
    };
  });
  return { texts, manifest };
}

test("what was spooled comes back byte for byte, with what is known of it", async () => {
  const text = "ünïcode\n".repeat(50_000);
  const manifest = await packed([
    { file: "images.json", text },
    { file: "rbd-ls-l-images.json", text: "[]" },
  ]);
  const read = await unpacked();
  expect(read.manifest).toEqual(manifest);
  expect(read.texts.get("images.json")).toBe(text);
  expect([...read.texts.keys()]).toEqual(["snapshot.json", "images.json", "rbd-ls-l-images.json"]);
  expect(statSync(target()).mode & 0o777).toBe(0o600);
});

test("a part that was never ended is told to be incomplete", async () => {
  const { parts } = await packed([{ file: "images.json", text: "{", ended: false }]);
  expect(parts).toMatchObject([{ file: "images.json", complete: false, problem: "it was not read to its end" }]);
});

const refuses = (make: (path: string) => Promise<void>) => async () => {
  await make(target());
  await expect(unpacked()).rejects.toMatchObject({ code: "snapshot.unreadable" });
};

const plain =
  (files: Readonly<Record<string, string>>, names = Object.keys(files)) =>
  async (path: string) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await create({ gzip: true, file: path, cwd: folder }, names);
  };
const MANIFEST = JSON.stringify({
  schema: "glancewright.snapshot/1",
  ...ABOUT,
  startedAt: NOW,
  endedAt: NOW,
  parts: [],
});

test(
  "text that is no archive is refused",
  refuses(async (path) => writeFileSync(path, "images")),
);
test("an archive without a manifest is refused", refuses(plain({ "a.txt": "a" })));
test("a manifest that is none is refused", refuses(plain({ "snapshot.json": "{}" })));
test("a file that the manifest does not name is refused", refuses(plain({ "snapshot.json": MANIFEST, "a.txt": "a" })));
test(
  "a link is refused",
  refuses(async (path) => {
    writeFileSync(join(folder, "snapshot.json"), MANIFEST);
    symlinkSync("/etc/hostname", join(folder, "link"));
    await create({ gzip: true, file: path, cwd: folder }, ["snapshot.json", "link"]);
  }),
);
test(
  "an archive that is cut short is refused",
  refuses(async (path) => {
    await packed([{ file: "images.json", text: String(Math.PI).repeat(20_000) }]);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.byteLength / 2));
  }),
);
test(
  "a small archive that unpacks to gigabytes is refused",
  refuses(async (path) => {
    await packed([{ file: "images.json", text: " ".repeat(80 * 1024 ** 2) }]);
    expect(statSync(path).size).toBeLessThan(1024 ** 2);
  }),
);
test(
  "a file that is not there is refused",
  refuses(async () => {}),
);

test("whatever byte is changed or cut, it is read as it was or refused", async () => {
  await packed([{ file: "images.json", text: JSON.stringify(Array.from({ length: 300 }, (_, at) => at * Math.PI)) }]);
  const whole = readFileSync(target());
  const { texts } = await unpacked();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.byteLength - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, by, cut) => {
        const other = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) other[at] = (other[at] ?? 0) ^ by;
        writeFileSync(target(), other);
        const read = await unpacked().catch((error: unknown) => error);
        if (read instanceof GlancewrightError) expect(read.code).toBe("snapshot.unreadable");
        else expect(read).toMatchObject({ texts });
      },
    ),
    { numRuns: 300 },
  );
});
