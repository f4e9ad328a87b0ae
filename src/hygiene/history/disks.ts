/** Root disks and volumes of a snapshot: which of them are clones, and of which image each was made. */
import { rootDiskId } from "../../facts/catalog/clone-shares.ts";
import type { Intake } from "../../intake/artefact.ts";
import { isUuid } from "../../intake/listings/hex-index.ts";
import { splitSpec } from "../../intake/listings/rbd-source.ts";
import { type Ledger, ledgerOf } from "./ledger.ts";
import type { Shown } from "./record.ts";

export type Disks = { ledger: Ledger; images: readonly string[]; shown: Shown; count: number; clones: number };

/** `image`: its number, or -1 where nothing tells it. */
export const diskValue = (clone: boolean, image: number): number => (clone ? 1 : 0) + 2 * (image + 1);

/** What `diskValue` was made of. */
export const diskOf = (value: number): { clone: boolean; image: number } => ({
  clone: value % 2 === 1,
  image: Math.floor(value / 2) - 1,
});

/** Of pools that were listed with their parents. The services name the image; of a clone the cluster does as well. */
export function disksOf({ objects, artefacts }: Intake): Disks {
  const long = new Set(artefacts.flatMap((one) => (one.kind === "rbd-ls" && one.long ? [one.pool] : [])));
  const images: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (image: string): number => {
    const known = numbers.get(image);
    if (known !== undefined) return known;
    numbers.set(image, images.length);
    return images.push(image) - 1;
  };
  const told = new Map<string, number>();
  for (const artefact of artefacts)
    if (artefact.kind === "disk-images")
      for (const { imageId, disks } of artefact.images) for (const disk of disks) told.set(disk, numberOf(imageId));
  let clones = 0;
  const entries: [string, number][] = [];
  for (const pool of objects.pools) {
    if (!long.has(pool)) continue;
    for (const row of objects.rows(pool)) {
      // neither name is a bare UUID, as those of a million images are
      if (row.snapshot !== null || !objects.names.isOther(objects.nameNumberAt(row.index))) continue;
      const id = rootDiskId(row.name);
      if (id === null) continue;
      const { parent } = row;
      if (parent) clones++;
      entries.push([id, diskValue(Boolean(parent), told.get(id) ?? parentImage(parent, numberOf))]);
    }
  }
  const ledger = ledgerOf(entries);
  return { ledger, images, shown: entries.length > 0 ? "whole" : "not-shown", count: ledger.size, clones };
}

function parentImage(parent: string | null | undefined, numberOf: (image: string) => number): number {
  if (!parent) return -1;
  const { name } = splitSpec(parent);
  const object = name.slice(name.lastIndexOf("/") + 1);
  return isUuid(object) ? numberOf(object) : -1;
}
