/** Packs a spooled folder into one file. Under its final name it is always whole: a run that is killed leaves none. */
import { open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create } from "tar";
import { MANIFEST_NAME, type SnapshotManifest } from "../../intake/snapshot/manifest.ts";

/** The manifest comes first, so that a reader knows what each part is before it comes. */
export async function packSnapshot(folder: string, manifest: SnapshotManifest, target: string): Promise<void> {
  await writeFile(join(folder, MANIFEST_NAME), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  const unfinished = `${target}.unfinished`;
  try {
    const names = [MANIFEST_NAME, ...manifest.parts.map(({ file }) => file)];
    await create(
      { gzip: { level: 6 }, file: unfinished, cwd: folder, portable: true, mode: 0o600, strict: true },
      names,
    );
    const handle = await open(unfinished, "r+");
    try {
      await handle.chmod(0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
