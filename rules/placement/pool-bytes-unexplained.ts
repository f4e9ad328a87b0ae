import { defineRule } from "../../src/check/rule.ts";
import { isComplete } from "../../src/facts/catalog/listing-reach.ts";
import type { Catalog, Cloud } from "../../src/facts/cloud.ts";
import { type GlancePool, glancePools } from "../../src/facts/glance-pools.ts";
import { humanBytes } from "../../src/units.ts";

/** A pool may hold this much more than its images before it is worth a search. */
const TOLERANCE = 1.25;
const WORTH_WHILE = 100 * 1024 ** 3;

export const poolBytesUnexplained = defineRule({
  id: "placement/pool-bytes-unexplained",
  title: "The pool holds more bytes than its images have",
  severity: "medium",
  part: "e",
  problem: "store_imbalance",
  needs: ["catalog"],
  messages: {
    more: "Pool {pool} stores {stored}, its images have {bytes}: {rest} belong to no image that was listed",
    partly:
      "Pool {pool} stores {stored}, the listed images have {bytes}: list all visibilities and hidden images first",
  },
  why: "What a pool stores beyond its images is in the trash, waits for the scrubber, was left by broken uploads, or belongs to somebody else. Thin provisioning makes a pool hold less than its images; snapshots that somebody made, and copies without a record, make it hold more. rbd ls -l, rbd du and rbd trash ls of the pool tell which it is.",
  wrong: "ceph df: images STORED 30 TiB; sum of the image sizes: 12 TiB",
  right: "ceph df: images STORED 11 TiB; sum of the image sizes: 12 TiB",
  remedy: "list the pool with its trash and snapshots and compare with the images",
  silentWhen: [
    "the pool stores at most a quarter more than its images have",
    "the pool also holds the disks of Nova or Cinder",
    "it is not known which images are in the pool",
  ],
  sources: [
    "Ceph: STORED of ceph df counts bytes before replication",
    "judgement: worth a search above 25 % and 100 GiB",
  ],
  *check(cloud) {
    const { catalog } = cloud;
    if (!catalog) return;
    for (const known of glancePools(cloud)) {
      const { pool } = known;
      const bytes = bytesIn(known, catalog);
      const stored = pool.storedBytes;
      if (bytes === null || stored === null || sharedWithGuests(pool.name, cloud)) continue;
      if (stored <= bytes * TOLERANCE || stored - bytes < WORTH_WHILE) continue;
      const whole = catalog.origin === "statistics" || isComplete(catalog.reach);
      yield {
        message: whole ? "more" : "partly",
        ...(whole ? {} : { severity: "low" as const }),
        option: "catalog",
        at: pool.at,
        objects: [pool.name],
        data: {
          pool: pool.name,
          stored: humanBytes(stored),
          bytes: humanBytes(bytes),
          rest: humanBytes(stored - bytes),
        },
      };
    }
  },
});

/** Bytes of the images in the pool: by store id, or all of them where only one store takes uploads. */
function bytesIn({ storeId, api }: GlancePool, { byStore, bytes }: Catalog): number | null {
  const own = storeId === null ? undefined : byStore?.[storeId];
  if (own?.bytes !== undefined && own.bytes !== null) return own.bytes;
  const data = api?.stores.filter(({ type }) => type !== "http") ?? [];
  return data.length <= 1 ? bytes : null;
}

function sharedWithGuests(name: string, { nova, cinder, objects }: Cloud): boolean {
  if (nova.some(({ usesRbd, rbdPool }) => usesRbd === true && rbdPool === name)) return true;
  if (cinder.some(({ backends }) => backends.some(({ rbd, pool }) => rbd && pool === name))) return true;
  return objects.rows(name).some((row) => /_disk(?:\.|$)|^volume-/.test(row.name));
}
