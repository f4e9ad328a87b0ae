/** Which objects of a spooled collection bear the name of an image that no listing of images holds, and have no clone. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { hexIndex } from "../intake/listings/hex-index.ts";
import type { SnapshotPart } from "../intake/snapshot/manifest.ts";
import type { ObjectOfPool } from "./ceph/collect-dependents.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const IMAGE = new RegExp(`"id": ?"(${UUID})"`, "g");
const PARENT = new RegExp(`"parent": ?\\{[^{}]{0,300}?"image": ?"(${UUID})"`, "g");
const OBJECT = new RegExp(`\\{"image": ?"(${UUID})"`, "g");
/** Longer than any match: what stands across two pieces is found with the second. */
const CARRIED = 500;

export type Unreferenced = { objects: ObjectOfPool[]; count: number };

/**
 * At most `limit` of them, and how many there are. None where no image was listed: then every object would be one. The answer
 * only picks what is worth asking the cluster about; it proves nothing.
 */
export async function unreferencedObjects(
  folder: string,
  parts: readonly SnapshotPart[],
  limit: number,
): Promise<Unreferenced> {
  const known = hexIndex("uuid");
  const images = parts.filter(({ from, rows, file }) => from === "glance" && rows > 0 && file.startsWith("images"));
  const pools = parts.flatMap(({ file }) => {
    const pool = /^rbd-ls-l-(.+)\.json$/.exec(file)?.[1];
    return pool === undefined ? [] : [{ file, pool }];
  });
  const found: Unreferenced = { objects: [], count: 0 };
  if (images.length === 0 || pools.length === 0) return found;
  for (const { file } of images) await each(join(folder, file), IMAGE, (id) => known.add(id));
  for (const { file } of pools) await each(join(folder, file), PARENT, (id) => known.add(id));
  for (const { file, pool } of pools) {
    // snapshots of an object are rows of their own
    const seen = hexIndex("uuid");
    await each(join(folder, file), OBJECT, (name) => {
      if (known.find(name) >= 0 || seen.find(name) >= 0) return;
      seen.add(name);
      found.count++;
      if (found.objects.length < limit) found.objects.push({ pool, name });
    });
  }
  return found;
}

async function each(path: string, pattern: RegExp, see: (id: string) => void): Promise<void> {
  let before = "";
  for await (const chunk of createReadStream(path, { encoding: "latin1", highWaterMark: 1024 * 1024 })) {
    const text = before + String(chunk);
    for (const [, id] of text.matchAll(pattern)) if (id !== undefined) see(id);
    before = text.slice(-CARRIED);
  }
}
