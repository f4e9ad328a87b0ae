/** The history of a cloud as files of this user: for digests without a bot and its database. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Summary } from "../hygiene/digest.ts";
import { packedPieces, unpackRecord } from "../hygiene/history/encode.ts";
import type { SnapshotRecord } from "../hygiene/history/record.ts";

/** `digestAt`: when the last digest was made; it is compared with `record`. */
export type FileHistory = {
  record: SnapshotRecord | null;
  digestAt: Date | null;
  summaries: readonly Summary[];
};

type Kept = { digestAt: string; summaries: Summary[] };

const SUMMARIES_KEPT = 400;

const folderOf = (state: string, cloud: string): string => join(state, "history", encodeURIComponent(cloud));

/** An empty history where there is none. */
export function readHistory(state: string, cloud: string): FileHistory {
  const folder = folderOf(state, cloud);
  const kept = textOf(join(folder, "history.json"));
  if (kept === null) return { record: null, digestAt: null, summaries: [] };
  const { digestAt, summaries } = JSON.parse(kept.toString("utf8")) as Kept;
  const packed = textOf(join(folder, "record.gz"));
  return { record: packed === null ? null : unpackRecord(packed), digestAt: new Date(digestAt), summaries };
}

function textOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Each file is whole or as it was before; the record first, so that a history never names one that is not there. */
export function writeHistory(
  state: string,
  cloud: string,
  record: SnapshotRecord,
  { digestAt, summaries }: { digestAt: Date; summaries: readonly Summary[] },
): void {
  const folder = folderOf(state, cloud);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept: Kept = { digestAt: digestAt.toISOString(), summaries: summaries.slice(-SUMMARIES_KEPT) };
  for (const [name, content] of [
    ["record.gz", packedPieces(record)],
    ["history.json", [Buffer.from(JSON.stringify(kept))]],
  ] as const) {
    const path = join(folder, name);
    writePieces(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  }
}

function writePieces(path: string, pieces: Iterable<Uint8Array>): void {
  const file = openSync(path, "w", 0o600);
  try {
    for (const piece of pieces) for (let at = 0; at < piece.byteLength; ) at += writeSync(file, piece, at);
  } finally {
    closeSync(file);
  }
}
