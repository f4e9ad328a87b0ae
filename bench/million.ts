/**
 * Reads a million images (API pages) and one and a half million RBD rows, and compares with `JSON.parse` alone on the
 * same bytes. Writes its input to a temporary folder and removes it. `node bench/million.ts [images ...]`
 */

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { listingFacts } from "../src/facts/listing-facts.ts";
import type { Artefact, Intake } from "../src/intake/artefact.ts";
import { imageTableBuilder } from "../src/intake/listings/image-columns.ts";
import { objectTableBuilder } from "../src/intake/listings/object-columns.ts";
import { objectStream } from "../src/intake/listings/rbd-rows.ts";
import { imageStream } from "../src/intake/listings/read-images.ts";
import { objectItems, pageText } from "./generate-catalog.ts";

const PAGE_IMAGES = 1000;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const MIB = 1024 * 1024;
/** As the command line starts: a small young generation is enough, as what a batch leaves is gone before the next one. */
const AS_STARTED = "--max-semi-space-size=4";

type Inputs = { folder: string; pages: string; objects: string; images: number };
type Step = { seconds: number; peakMib: number; note: string };

function inputsIn(folder: string, images: number): Inputs {
  return {
    folder,
    images,
    pages: joinPath(folder, `pages-${images}.json`),
    objects: joinPath(folder, `rbd-ls-l-images-${images}.json`),
  };
}

function write(inputs: Inputs): void {
  const pages = openSync(inputs.pages, "w");
  for (let from = 0; from < inputs.images; from += PAGE_IMAGES)
    writeSync(pages, `${pageText(from, PAGE_IMAGES, inputs.images)}\n`);
  closeSync(pages);
  const objects = openSync(inputs.objects, "w");
  writeSync(objects, "[");
  for (let from = 0; from < inputs.images; from += PAGE_IMAGES)
    writeSync(objects, (from === 0 ? "" : ",") + objectItems(from, PAGE_IMAGES));
  writeSync(objects, "]\n");
  closeSync(objects);
}

/** `JSON.parse` alone: page by page as the API gives them, and the RBD listing whole. Nothing is kept. */
function parseOnly(inputs: Inputs): Step {
  const started = performance.now();
  let items = 0;
  const file = openSync(inputs.pages, "r");
  const block = Buffer.allocUnsafe(4 * MIB);
  let held = Buffer.alloc(0);
  for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
    held = Buffer.concat([held, block.subarray(0, read)]);
    for (let end = held.indexOf(10); end >= 0; end = held.indexOf(10)) {
      items += (JSON.parse(held.toString("utf8", 0, end)) as { images: unknown[] }).images.length;
      held = held.subarray(end + 1);
    }
  }
  closeSync(file);
  items += (JSON.parse(readFileSync(inputs.objects, "utf8")) as unknown[]).length;
  return { seconds: (performance.now() - started) / 1000, peakMib: 0, note: `${items} items` };
}

/** Reads through one block that is used again and again: a stream's own buffers would count as our memory. */
function pushFile(path: string, stream: { push(chunk: Uint8Array): void }): void {
  const file = openSync(path, "r");
  const block = Buffer.allocUnsafeSlow(4 * MIB);
  for (let read = readSync(file, block); read > 0; read = readSync(file, block)) stream.push(block.subarray(0, read));
  closeSync(file);
}

function readTables(inputs: Inputs): Step {
  const started = performance.now();
  const images = imageTableBuilder();
  const objects = objectTableBuilder();
  const streams: [string, ReturnType<typeof imageStream> | ReturnType<typeof objectStream>][] = [
    [inputs.pages, imageStream({ file: "pages.json" }, images)],
    [inputs.objects, objectStream({ file: "rbd.json", command: "rbd ls -l images --format json" }, objects)],
  ];
  const laps: string[] = [];
  const artefacts: Artefact[] = [];
  for (const [path, stream] of streams) {
    const lap = performance.now();
    pushFile(path, stream);
    const { artefact } = stream.end();
    artefacts.push(artefact);
    laps.push(`${artefact.rows} rows in ${((performance.now() - lap) / 1000).toFixed(2)} s`);
  }
  const lap = performance.now();
  const facts = factsOf({ images: images.build(), objects: objects.build() }, artefacts);
  laps.push(`${facts} in ${((performance.now() - lap) / 1000).toFixed(2)} s`);
  return { seconds: (performance.now() - started) / 1000, peakMib: 0, note: laps.join("; ") };
}

/** The catalogue with its duplicates, and the join, as a review makes them. */
function factsOf(tables: Pick<Intake, "images" | "objects">, artefacts: Artefact[]): string {
  const intake: Intake = { sources: [], recognitions: {}, artefacts, ...tables, redactions: [], refused: [] };
  const { catalog, join } = listingFacts(intake, { glance: [], nova: [], cinder: [] }, null);
  return `${join?.candidateCount} unreferenced, ${catalog?.duplicates.groups} duplicate groups`;
}

/** Runs one step in a process of its own, so that its memory is its own. */
function inOwnProcess(step: string, inputs: Inputs, ...flags: string[]): Step {
  const child = spawnSync(
    process.execPath,
    [...flags, import.meta.filename, "--step", step, inputs.folder, String(inputs.images)],
    { encoding: "utf8" },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Step;
}

function runStep(step: string, inputs: Inputs): void {
  const result = step === "parse" ? parseOnly(inputs) : readTables(inputs);
  result.peakMib = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify(result));
}

function report(inputs: Inputs): void {
  const mib = (path: string): string => (statSync(path).size / MIB).toFixed(1);
  const parse = inOwnProcess("parse", inputs);
  const read = inOwnProcess("read", inputs, AS_STARTED);
  const roomy = inOwnProcess("read", inputs);
  const lines = [
    `${inputs.images} images: pages ${mib(inputs.pages)} MiB, rbd ${mib(inputs.objects)} MiB`,
    `  JSON.parse alone  ${parse.seconds.toFixed(2)} s, peak ${parse.peakMib.toFixed(0)} MiB (${parse.note})`,
    `  read into tables  ${read.seconds.toFixed(2)} s, peak ${read.peakMib.toFixed(0)} MiB (${read.note})`,
    `  without ${AS_STARTED}  ${roomy.seconds.toFixed(2)} s, peak ${roomy.peakMib.toFixed(0)} MiB`,
    `  ratio ${(read.seconds / parse.seconds).toFixed(2)} (goal 1.50), peak ${read.peakMib.toFixed(0)} MiB (goal 400)`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const [first, step, folder, count] = process.argv.slice(2);
if (first === "--step" && step !== undefined && folder !== undefined) runStep(step, inputsIn(folder, Number(count)));
else {
  const temporary = mkdtempSync(joinPath(tmpdir(), "glancewright-million-"));
  try {
    const asked = process.argv
      .slice(2)
      .map(Number)
      .filter((size) => size > 0);
    for (const size of asked.length > 0 ? asked : SIZES) {
      const inputs = inputsIn(temporary, size);
      write(inputs);
      report(inputs);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
