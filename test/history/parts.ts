/** A snapshot of a real cloud of which parts are missing, empty or cut, as a collector leaves them when something fails. */
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { runRules } from "../../src/check/run.ts";
import { buildCloud } from "../../src/facts/build-cloud.ts";
import { compareRecords } from "../../src/hygiene/history/compare.ts";
import type { SnapshotRecord } from "../../src/hygiene/history/record.ts";
import { recordOf } from "../../src/hygiene/history/record-of.ts";
import { reclaimPlan } from "../../src/hygiene/plan.ts";
import type { GivenSource } from "../../src/intake/intake.ts";
import { intake } from "../../src/intake/intake.ts";
import { MANIFEST_NAME, type SnapshotManifest } from "../../src/intake/snapshot/manifest.ts";
import { filesInTar } from "./tar-files.ts";

/** whole: as it was. absent: the collector did not ask. failed: asked, got nothing. cut: got the first half. */
const FATES = ["whole", "absent", "failed", "cut"] as const;
type Fate = (typeof FATES)[number];

export type Parts = { manifest: SnapshotManifest; texts: ReadonlyMap<string, string> };

export function partsOf(archive: Buffer): Parts {
  const texts = new Map(filesInTar(gunzipSync(archive)).map(({ name, text }) => [name, text]));
  return { manifest: JSON.parse(texts.get(MANIFEST_NAME) ?? "") as SnapshotManifest, texts };
}

/** The record and the plan of what is left. */
export function madeOf({ manifest, texts }: Parts, fates: ReadonlyMap<string, Fate>) {
  const fateOf = (file: string): Fate => fates.get(file) ?? "whole";
  const parts = manifest.parts
    .filter(({ file }) => fateOf(file) !== "absent")
    .map((part) => {
      const broken = fateOf(part.file) !== "whole";
      return broken ? { ...part, complete: false, problem: "the connection ended" } : part;
    });
  const given: GivenSource[] = [
    { name: MANIFEST_NAME, text: JSON.stringify({ ...manifest, parts }), pasted: false },
    ...parts.map(({ file, command }) => ({
      name: file,
      text: leftOf(texts.get(file) ?? "", fateOf(file)),
      ...(command === null ? {} : { command }),
      pasted: false,
    })),
  ];
  const cloud = buildCloud(intake(given));
  return { record: recordOf(cloud, runRules([], cloud)), plan: reclaimPlan(cloud) };
}

function leftOf(text: string, fate: Fate): string {
  if (fate === "failed") return "";
  if (fate !== "cut") return text;
  try {
    return JSON.stringify(halved(JSON.parse(text)));
  } catch {
    const lines = text.split("\n");
    return `${lines.slice(0, Math.ceil(lines.length / 2)).join("\n")}\n`;
  }
}

/** Lists lose their second half, as a listing does that ends between two pages. */
function halved(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, Math.ceil(value.length / 2));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, Array.isArray(one) ? halved(one) : one]));
}

export const fatesOf = ({ manifest }: Parts): fc.Arbitrary<ReadonlyMap<string, Fate>> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constant("whole" as const) }, fc.constantFrom(...FATES)), {
      minLength: manifest.parts.length,
      maxLength: manifest.parts.length,
    })
    .map((fates) => new Map(manifest.parts.map(({ file }, index) => [file, fates[index] ?? "whole"])));

/** What is said to have changed between two snapshots of a cloud in which nothing did, and what is proposed though it is in use. */
export function liesOf(whole: SnapshotRecord, parts: Parts, fates: ReadonlyMap<string, Fate>): string[] {
  const { record, plan } = madeOf(parts, fates);
  const known = new Set([...whole.items.of("orphan")].map(({ key }) => key));
  const moved = (from: SnapshotRecord, to: SnapshotRecord, which: string): string[] =>
    compareRecords(from, to).changes.flatMap(({ kind, item }) =>
      item.class === "finding" ? [] : [`${which}: ${kind} ${item.class} ${item.key}`],
    );
  return [
    ...moved(whole, record, "later"),
    ...moved(record, whole, "earlier"),
    ...plan.ready.flatMap(({ pool, name }) => {
      const key = pool === null ? name : `${pool}/${name}`;
      return known.has(key) ? [] : [`proposed: ${key}`];
    }),
  ];
}
