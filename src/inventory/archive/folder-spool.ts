/** A spool over a folder: each part a file, and in the end the manifest that tells which of them are whole. */

import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { MANIFEST_SCHEMA, type SnapshotManifest, type SnapshotPart } from "../../intake/snapshot/manifest.ts";
import type { Spool } from "../spool.ts";

export type FolderSpool = Spool & {
  /** The manifest of what was spooled so far; parts that were never ended are incomplete. */
  manifest: (about: Pick<SnapshotManifest, "cloud" | "region" | "otherRegions" | "collector">) => SnapshotManifest;
};

/** `clock` gives the time of the process. */
export function folderSpool(folder: string, clock: () => Date): FolderSpool {
  const startedAt = clock().toISOString();
  const parts = new Map<string, SnapshotPart>();
  return {
    async part({ file, from, what, command }) {
      if (!PART_NAME.test(file) || parts.has(file)) throw new Error(`no name for a part: ${file}`);
      const now = clock().toISOString();
      const part: SnapshotPart = {
        file,
        from,
        what,
        command,
        complete: false,
        rows: 0,
        startedAt: now,
        endedAt: now,
        problem: "it was not read to its end",
      };
      parts.set(file, part);
      const stream = createWriteStream(join(folder, file), { mode: 0o600, flags: "wx" });
      let failed: unknown = null;
      stream.on("error", (error) => {
        failed = error;
      });
      return {
        async write(piece) {
          if (failed) throw failed;
          if (!stream.write(piece)) await writable(stream);
          if (failed) throw failed;
        },
        async end({ complete, rows, problem }) {
          await new Promise<void>((done) => stream.end(done));
          if (failed) throw failed;
          Object.assign(part, { complete, rows, problem, endedAt: clock().toISOString() });
        },
      };
    },
    manifest: ({ cloud, region, otherRegions, collector }) => ({
      schema: MANIFEST_SCHEMA,
      cloud,
      region,
      ...(otherRegions && otherRegions.length > 0 ? { otherRegions } : {}),
      startedAt,
      endedAt: clock().toISOString(),
      collector,
      parts: [...parts.values()],
    }),
  };
}

/** Resolves when there is room again, and when there will be none; leaves no listener behind. */
const writable = (stream: WriteStream): Promise<void> =>
  new Promise((done) => {
    const go = (): void => {
      stream.off("drain", go).off("close", go);
      done();
    };
    stream.on("drain", go).on("close", go);
  });

/** Names that are safe in every archive and on every file system. */
export const PART_NAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,199}$/;
