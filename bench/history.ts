/**
 * Two snapshots of a million images and one and a half million objects: read, recorded, kept, compared, made into a digest.
 * `node bench/history.ts [images ...]`: each size in a process of its own, so that its memory is its own.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRules } from "../src/check/load-rules.ts";
import { runRules } from "../src/check/run.ts";
import { readPaths } from "../src/cli/read-paths.ts";
import { buildCloud } from "../src/facts/build-cloud.ts";
import { packRecord, unpackRecord } from "../src/hygiene/history/encode.ts";
import { recordOf } from "../src/hygiene/history/record-of.ts";
import { makeDigest, summaryOf } from "../src/hygiene/make-digest.ts";
import { intake } from "../src/intake/intake.ts";
import { folderSpool } from "../src/inventory/archive/folder-spool.ts";
import { packSnapshot } from "../src/inventory/archive/pack-snapshot.ts";
import { objectItems, pageText } from "./generate-catalog.ts";

const PAGE = 1_000;
const MIB = 1024 ** 2;

async function makeSnapshot(folder: string, images: number, target: string): Promise<void> {
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
    else for (let from = 0; from < images; from += PAGE) await part.write(`${pageText(from, PAGE, images)}\n`);
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
    await objects.write((from === 0 ? "" : ",") + objectItems(from, PAGE));
  await objects.write("]\n");
  await objects.end({ complete: true, rows: images * 1.5, problem: null });
  await packSnapshot(spooled, spool.manifest({ cloud: "bench", region: null, collector: "bench" }), target);
  rmSync(spooled, { recursive: true });
}

/** One child: a snapshot to a packed record. */
async function record(path: string, out: string): Promise<void> {
  const { given, streamed } = await readPaths([path]);
  const cloud = buildCloud(intake(given, streamed));
  const made = recordOf(cloud, runRules(await loadRules(), cloud));
  writeFileSync(out, packRecord(made));
  process.stdout.write(JSON.stringify({ items: made.items.length }));
}

/** Another: two records to a digest. */
async function compare(path: string): Promise<void> {
  const { readFileSync } = await import("node:fs");
  const [before, after] = [unpackRecord(readFileSync(path)), unpackRecord(readFileSync(path))];
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
  process.stdout.write(JSON.stringify({ items: digest.sections.length }));
}

function child(step: string, ...args: string[]): { seconds: number; peakMib: number; items: number } {
  const started = performance.now();
  const run = spawnSync(process.execPath, ["--max-semi-space-size=4", import.meta.filename, "--step", step, ...args], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const [answer, peak] = run.stdout.split("\n");
  return {
    seconds: (performance.now() - started) / 1000,
    peakMib: Number(peak),
    ...(JSON.parse(answer ?? "") as { items: number }),
  };
}

const [first, step, ...args] = process.argv.slice(2);
if (first === "--step") {
  await (step === "record" ? record(args[0] ?? "", args[1] ?? "") : compare(args[0] ?? ""));
  process.stdout.write(`\n${process.resourceUsage().maxRSS / 1024}`);
} else {
  const sizes = process.argv
    .slice(2)
    .map(Number)
    .filter((size) => size > 0);
  const folder = mkdtempSync(join(tmpdir(), "glancewright-history-"));
  try {
    for (const images of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      const snapshot = join(folder, `${images}.snapshot.tar.gz`);
      const started = performance.now();
      await makeSnapshot(folder, images, snapshot);
      const packed = (performance.now() - started) / 1000;
      const kept = join(folder, `${images}.record`);
      const recorded = child("record", snapshot, kept);
      const compared = child("compare", kept);
      process.stdout.write(
        `${images} images: snapshot ${(statSync(snapshot).size / MIB).toFixed(1)} MiB made in ${packed.toFixed(1)} s; ` +
          `record ${(statSync(kept).size / MIB).toFixed(1)} MiB of ${recorded.items} items in ${recorded.seconds.toFixed(1)} s, peak ${recorded.peakMib.toFixed(0)} MiB; ` +
          `compare and digest ${compared.seconds.toFixed(1)} s, peak ${compared.peakMib.toFixed(0)} MiB\n`,
      );
      rmSync(snapshot);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
