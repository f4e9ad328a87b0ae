/** Reads a snapshot file as it comes: manifest first, then each part in pieces, none of it held as a whole. */

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Parser, type ReadEntry } from "tar";
import { GlancewrightError } from "../../errors.ts";
import { MANIFEST_NAME, type SnapshotManifest, type SnapshotPart } from "../../intake/snapshot/manifest.ts";
import { manifestOf } from "../../intake/snapshot/read-manifest.ts";
import { PART_NAME } from "./folder-spool.ts";

/** `part` null: the manifest itself. */
type ArchivePart = { push: (chunk: Uint8Array) => void; end: () => void };
export type OnPart = (name: string, part: SnapshotPart | null, size: number) => ArchivePart;

const MOST_PARTS = 2_000;
const MANIFEST_BYTES = 4 * 1024 * 1024;
/** Unpacked; a million images with all their objects are 2 GiB. */
const MOST_BYTES = 32 * 1024 ** 3;
/** Listings pack to a tenth; what packs far better is nothing that a collector wrote. */
const MOST_RATIO = 100;
const ANY_RATIO_BYTES = 64 * 1024 ** 2;

/** Throws `snapshot.unreadable` for what `packSnapshot` did not write, and for what is cut short or blown up. */
export async function readArchive(path: string, onPart: OnPart): Promise<SnapshotManifest> {
  let manifest: SnapshotManifest | null = null;
  let fault: string | null = null;
  let bytes = 0;
  const most = Math.min(MOST_BYTES, ANY_RATIO_BYTES + MOST_RATIO * (await sizeOf(path)));
  const seen = new Set<string>();
  const parser = new Parser({
    strict: true,
    onReadEntry(entry: ReadEntry) {
      fault ??= entryFault(entry, manifest, seen);
      bytes += entry.size;
      if (bytes > most) fault ??= "more than is sensible when it is unpacked";
      if (fault !== null) {
        entry.resume();
        return;
      }
      seen.add(entry.path);
      const known = manifest?.parts.find(({ file }) => file === entry.path) ?? null;
      const part = onPart(entry.path, known, entry.size);
      const head: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => {
        if (entry.path === MANIFEST_NAME) head.push(chunk);
        part.push(chunk);
      });
      entry.on("end", () => {
        try {
          if (entry.path === MANIFEST_NAME) manifest = manifestOf(JSON.parse(Buffer.concat(head).toString("utf8")));
          part.end();
        } catch (error) {
          fault ??= error instanceof TypeError ? error.message : "a part that cannot be read";
        }
      });
    },
  });
  try {
    await pipeline(createReadStream(path), parser as unknown as NodeJS.WritableStream);
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message.slice(0, 100) : "something else", cause);
  }
  if (fault !== null) throw unreadable(fault);
  if (manifest === null) throw unreadable("an archive without a manifest");
  return manifest;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw unreadable("a file that cannot be read", cause);
  }
}

function entryFault(entry: ReadEntry, manifest: SnapshotManifest | null, seen: ReadonlySet<string>): string | null {
  if (entry.type !== "File" || !PART_NAME.test(entry.path)) return "an entry that is no plain file";
  if (seen.size >= MOST_PARTS) return `more than ${MOST_PARTS} files`;
  if (seen.has(entry.path)) return "one name twice";
  if (seen.size === 0) {
    if (entry.path !== MANIFEST_NAME) return `a first file that is not ${MANIFEST_NAME}`;
    return entry.size > MANIFEST_BYTES ? "a manifest that is too long" : null;
  }
  return manifest?.parts.some(({ file }) => file === entry.path) ? null : "a file that its manifest does not name";
}

const unreadable = (got: string, cause?: unknown): GlancewrightError =>
  new GlancewrightError(
    "snapshot.unreadable",
    {
      expected: "a snapshot as glancewright collect writes it",
      got,
      next: "Collect it again, and send the file as it is.",
    },
    { cause },
  );
