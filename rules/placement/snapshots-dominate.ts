import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import { humanBytes, percent, plural } from "../../src/units.ts";

const MOST = 0.5;
const FEW = 10;

export const snapshotsDominate = defineRule({
  id: "placement/snapshots-dominate",
  title: "Snapshots of servers are most of the catalogue",
  severity: "low",
  part: "e",
  problem: "wrong_store_placement",
  needs: ["catalog"],
  messages: {
    bytes: "{count} are server snapshots and hold {bytes}, {share} of the catalogue: agree on a retention per project",
    count: "{count} of {all} images are server snapshots ({share}): agree on a retention per project",
  },
  why: "A snapshot of a server with an RBD disk is flattened into the images pool: it costs its full used bytes, times the replicas. Few are ever booted, and no quota of Nova counts them. Backups belong on cheaper storage and need an end date that their owners chose.",
  wrong: "31,000 of 42,000 images are snapshots, the oldest six years old",
  right: "a retention per project (keep the last 3), backups in a store or service made for them",
  silentWhen: [
    "snapshots are half of the bytes or less",
    "snapshots of volume-backed servers: their image has no bytes",
    "the listing does not tell a snapshot from an upload: then it is unchecked",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.direct_snapshot (clone, then flatten)",
    "openstack/nova nova/compute/api.py _create_image (image_type snapshot)",
    "judgement: above half",
  ],
  *check({ catalog }) {
    if (!catalog) return;
    if (catalog.snapshots === null) yield { unchecked: ["image_type of the images (GET /v2/images)"] };
    else if (catalog.origin === "listing" && catalog.images && catalog.bytes !== null) yield* byBytes(catalog);
    else if (catalog.snapshots >= FEW && catalog.snapshots > catalog.count * MOST)
      yield {
        message: "count",
        option: "catalog",
        at: catalog.at,
        data: {
          count: catalog.snapshots,
          all: catalog.count,
          share: percent(catalog.snapshots, catalog.count),
        },
      };
  },
});

function* byBytes({ images, bytes, snapshots }: Catalog) {
  if (!images || !bytes || (snapshots ?? 0) < FEW) return;
  const found = selectImages(images, (image) => image.property("image_type") === "snapshot");
  const [first] = found.examples;
  if (!first || found.bytes <= bytes * MOST) return;
  yield {
    message: "bytes" as const,
    option: "catalog",
    at: { file: first.file, line: first.line },
    objects: found.examples.map(({ id }) => id),
    data: {
      count: plural(found.count, "image"),
      bytes: humanBytes(found.bytes),
      share: percent(Math.round((1000 * found.bytes) / bytes), 1000),
    },
  };
}
