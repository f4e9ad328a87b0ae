/** The files of a directory by name, size and time, as `find -printf` would list them. Nothing is opened, no link is followed. */
import { lstat, opendir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { OnCollected, Spool } from "../spool.ts";

export type DirectoryAccess = {
  directory: string;
  holds: DirectoryHolds;
  file: string;
  spool: Spool;
  signal?: AbortSignal;
  onCollected?: OnCollected;
};

export type DirectoryHolds = "file-store" | "staging" | "image-cache";

const WHAT: Readonly<Record<DirectoryHolds, string>> = {
  "file-store": "images of the file store",
  staging: "staged images",
  "image-cache": "cached images",
};
const TOLD_EVERY = 1_000;

/** False: the directory could not be read; its part says why. */
export async function collectDirectory(access: DirectoryAccess): Promise<boolean> {
  const { holds, file, spool, signal, onCollected } = access;
  const directory = resolve(access.directory);
  const command = `find ${directory} -maxdepth 1 -type f -printf '%f\\t%s\\t%TY-%Tm-%TdT%TH:%TM:%TSZ\\n'`;
  const part = await spool.part({ file, from: holds, what: `${WHAT[holds]} in ${directory}`, command });
  let rows = 0;
  let left = 0;
  try {
    for await (const entry of await opendir(directory)) {
      signal?.throwIfAborted();
      if (!entry.isFile()) continue;
      if (/[\t\n\r]/.test(entry.name)) {
        left++;
        continue;
      }
      const stat = await lstat(join(directory, entry.name)).catch(() => null);
      // gone between the two: somebody deleted it
      if (stat === null) continue;
      await part.write(`${entry.name}\t${stat.size}\t${stat.mtime.toISOString().slice(0, 19)}Z\n`);
      if (++rows % TOLD_EVERY === 0) onCollected?.(file, rows);
    }
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
    await part.end({ complete: false, rows, problem: `the directory could not be read to its end: ${why}` });
    return false;
  }
  onCollected?.(file, rows);
  const problem = left > 0 ? `${left} names with a line break or tab were left out` : null;
  await part.end({ complete: left === 0, rows, problem });
  return true;
}
