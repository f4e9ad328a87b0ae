import { objectName } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { plural } from "../../src/units.ts";

const FEW = 3;

export const snapshotMissing = defineRule({
  id: "lifecycle/snapshot-missing",
  title: "An image's object has no snapshot named snap: it cannot be read or cloned",
  severity: "high",
  part: "e",
  problem: "unset_needed",
  needs: ["object-join"],
  messages: {
    missing: "{count} of living images without the snapshot snap: every boot and download of the image fails",
  },
  why: "Glance's RBD driver makes a protected snapshot named snap at the end of an upload, and the image's location names it. Nova and Cinder clone from that snapshot and Glance reads through it. Where it is gone, or was never made, the image is active and unusable.",
  wrong: "$ rbd ls -l images\n5b7c…        10 GiB   2",
  right: "$ rbd ls -l images\n5b7c…        10 GiB   2\n5b7c…@snap   10 GiB   2  yes",
  remedy: "make and protect the snapshot snap again, after a look at what removed it",
  silentWhen: [
    "the listing shows no snapshots at all: then it was made without -l, or filtered",
    "the image is still being uploaded",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.add (create_snap, protect_snap), ImageIterator",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable",
  ],
  *check({ join, objects }) {
    if (!join || join.withoutSnap.length === 0) return;
    if (join.withoutSnap.length > FEW && !showsSnapshots(objects, join.pools)) {
      yield { unchecked: ["rbd ls -l with its snapshots"] };
      return;
    }
    const lost = join.withoutSnap.map((name) => ({
      name,
      pool: join.pools.find((pool) => objects.find(pool, name)) ?? null,
    }));
    const [first] = lost;
    const row = first && objects.find(first.pool, first.name);
    if (!first || !row) return;
    yield {
      message: "missing",
      option: `${objectName(first)}@snap`,
      at: { file: row.file, line: row.line },
      objects: lost.slice(0, 20).map(objectName),
      data: { count: plural(lost.length, "object") },
    };
  },
});

function showsSnapshots(objects: Cloud["objects"], pools: readonly string[]): boolean {
  return pools.some((pool) => objects.rows(pool).some(({ snapshot }) => snapshot === "snap"));
}
