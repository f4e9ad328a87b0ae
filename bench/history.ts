/**
 * Two snapshots of a million images and one and a half million objects, one image in a hundred another one in the second:
 * read, recorded and packed as the command line and the bot do it, compared, made into a digest.
 * `node bench/history.ts [images ...]`: each step in a process of its own, so that its memory is its own, started as the
 * command line starts.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHistory, writeHistory } from "../src/cli/history-files.ts";
import { readSnapshot } from "../src/cli/read-snapshot.ts";
import { makeDigest, summaryOf } from "../src/hygiene/make-digest.ts";
import { folderSpool } from "../src/inventory/archive/folder-spool.ts";
import { packSnapshot } from "../src/inventory/archive/pack-snapshot.ts";
import { openDatabase } from "../src/store/database.ts";
import { openStore } from "../src/store/open-store.ts";
import { objectItems, pageText } from "./generate-catalog.ts";

const PAGE = 1_000;
const MIB = 1024 ** 2;

/** Images `first` to `first + images`. */
async function makeSnapshot(folder: string, first: number, images: number, target: string): Promise<void> {
  const spooled = mkdtempSync(join(folder, "spool-"));
  const spool = folderSpool(spooled, () => new Date("2026-11-02T08:00:00Z"));
  for (const hidden of [false, true]) {
    const part = await spool.part({
      file: hidden ? "images-hidden.json" : "images.json",
      from: "glance",
      what: "images",
      command: `curl '/v2/images?limit=1000&visibility=all&os_hidden=${hidden}&sort=created_at:asc,id:asc'`,
    });
    if (hidden) await part.write('{"images":[],"first":"/v2/images?visibility=all&os_hidden=true"}\n');
    else
      for (let from = 0; from < images; from += PAGE)
        await part.write(`${pageText(first + from, PAGE, first + images)}\n`);
    await part.end({ complete: true, rows: images, problem: null });
  }
  const objects = await spool.part({
    file: "rbd-ls-l-images.json",
    from: "ceph",
    what: "objects",
    command: "rbd ls -l images --format json",
  });
  await objects.write("[");
  for (let from = 0; from < images; from += PAGE)
    await objects.write((from === 0 ? "" : ",") + objectItems(first + from, PAGE));
  await objects.write("]\n");
  await objects.end({ complete: true, rows: images * 1.5, problem: null });
  await packSnapshot(spooled, spool.manifest({ cloud: "bench", region: null, collector: "bench" }), target);
  rmSync(spooled, { recursive: true });
}

/** One child: a snapshot to the record that is kept of it. */
async function record(path: string, state: string): Promise<void> {
  writeHistory(state, "bench", await readSnapshot([path]), { digestAt: new Date(), summaries: [] });
  process.stdout.write("{}");
}

/** Another: records into the embedded database, and out again. Without any it is only made, which takes more than all else. */
async function store(folder: string, ...states: string[]): Promise<void> {
  const database = await openDatabase({ folder });
  const { snapshots } = openStore(database.db);
  for (const [at, state] of states.entries()) {
    const given = readFileSync(recordIn(state));
    const about = { cloud: "bench", hash: `${at}`, takenAt: new Date(at), complete: true, summary: "{}" };
    const { id } = await snapshots.put({ ...about, record: given });
    await database.tidy();
    const kept = await snapshots.record(id);
    if (kept === null || Buffer.compare(kept, given) !== 0) throw new Error("not what was stored");
  }
  await database.close();
  process.stdout.write("{}");
}

const recordIn = (state: string): string => join(state, "history", "bench", "record.gz");

/** Another: two records to a digest. */
function compare(...states: string[]): void {
  const [before, after] = states.map((state) => readHistory(state, "bench").record);
  if (!before || !after) throw new Error("two records are compared");
  const digest = makeDigest({
    cloud: "bench",
    now: new Date("2026-11-09T08:00:00Z"),
    due: null,
    current: after,
    previous: before,
    previousDigestAt: null,
    summaries: [summaryOf(after, before)],
    acceptances: [],
    promise: null,
  });
  process.stdout.write(JSON.stringify({ items: after.items.length, headline: digest.headline }));
}

type Step = { seconds: number; peakMib: number; items: number; headline: string };

function child(step: string, ...args: string[]): Step {
  const started = performance.now();
  const run = spawnSync(process.execPath, ["--max-semi-space-size=4", import.meta.filename, "--step", step, ...args], {
    encoding: "utf8",
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const [answer, peak] = run.stdout.split("\n");
  return {
    seconds: (performance.now() - started) / 1000,
    peakMib: Number(peak),
    ...(JSON.parse(answer ?? "") as Pick<Step, "items" | "headline">),
  };
}

const [first, step, ...args] = process.argv.slice(2);
if (first === "--step") {
  if (step === "record") await record(args[0] ?? "", args[1] ?? "");
  else if (step === "store") await store(args[0] ?? "", ...args.slice(1));
  else compare(...args);
  process.stdout.write(`\n${process.resourceUsage().maxRSS / 1024}`);
} else {
  const sizes = process.argv
    .slice(2)
    .map(Number)
    .filter((size) => size > 0);
  const folder = mkdtempSync(join(tmpdir(), "glancewright-history-"));
  try {
    for (const images of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      const kept: string[] = [];
      for (const first of [0, images / 100]) {
        const snapshot = join(folder, `${images}.snapshot.tar.gz`);
        const started = performance.now();
        await makeSnapshot(folder, first, images, snapshot);
        const packed = (performance.now() - started) / 1000;
        const state = join(folder, `${images}-${first}`);
        const recorded = child("record", snapshot, state);
        kept.push(state);
        process.stdout.write(
          `${images} images: snapshot ${(statSync(snapshot).size / MIB).toFixed(1)} MiB made in ${packed.toFixed(1)} s; ` +
            `record ${(statSync(recordIn(state)).size / MIB).toFixed(1)} MiB in ${recorded.seconds.toFixed(1)} s, peak ${recorded.peakMib.toFixed(0)} MiB\n`,
        );
        rmSync(snapshot);
      }
      const database = join(folder, `${images}.database`);
      child("store", database);
      const stored = child("store", database, ...kept);
      process.stdout.write(
        `${images} images: both stored and read again in ${stored.seconds.toFixed(1)} s, peak ${stored.peakMib.toFixed(0)} MiB\n`,
      );
      const compared = child("compare", ...kept);
      process.stdout.write(
        `${images} images: ${compared.items} items compared and told in ${compared.seconds.toFixed(1)} s, peak ${compared.peakMib.toFixed(0)} MiB: ${compared.headline}\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
