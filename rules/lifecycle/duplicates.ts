import { defineRule } from "../../src/check/rule.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import { humanBytes, percent, plural } from "../../src/units.ts";

/** Share of the catalogue, in bytes or else in images, from which repeats cost enough to act now. */
const COSTLY_SHARE = 0.1;
/** Bytes from which they do, whatever the share. */
const COSTLY_BYTES = 10 * 1024 ** 4;
/** Below this a share says little: a small catalogue wastes little. */
const SMALL_BYTES = 10 * 1024 ** 3;

export const duplicates = defineRule({
  id: "lifecycle/duplicates",
  title: "Images that hold the same bytes more than once",
  severity: "low",
  part: "e",
  problem: "duplicate_images",
  needs: ["catalog"],
  messages: {
    groups: "{redundant} in {groups} groups repeat what another holds (same hash, size and format): {bytes}, {share}",
    weak: "{redundant} in {groups} groups have the MD5 sum, size and format of another: {bytes}, {share}; compare a strong hash",
    figures: "{redundant} of {hashed} images with a hash repeat bytes that another image already holds ({share})",
  },
  why: "Each upload of the same file is stored again, times the replicas of the pool, and each has clones and a cache of its own. Glance cannot merge images: pick one to keep, move references to it, hide the others, and delete them when nothing refers to them. Compare the hash, never the name.",
  wrong: "ubuntu-24.04   os_hash_value 3f2a…   2.1 GiB\nubuntu-latest  os_hash_value 3f2a…   2.1 GiB",
  right:
    "ubuntu-24.04   os_hash_value 3f2a…   2.1 GiB   public, protected\n(the other hidden, then deleted once no server, volume or clone refers to it)",
  silentWhen: [
    "no two active images agree in hash, size and format",
    "the images have no bytes: all snapshots of volume-backed servers share the hash of an empty file",
    "the listing carries neither hash nor checksum: then it is unchecked",
  ],
  sources: [
    "openstack/glance glance/location.py ImageProxy.set_data (os_hash_value over the stored bytes)",
    "judgement: medium from 10 % of the catalogue and 10 GiB, or from 10 TiB",
  ],
  *check({ catalog }) {
    if (!catalog) return;
    if (catalog.duplicates.groups === null || catalog.duplicates.redundantBytes === null) yield* byFigures(catalog);
    else yield* byGroups(catalog);
  },
});

function* byGroups({ at, bytes, count, images, duplicates: found }: Catalog) {
  const { groups, examples, redundantImages, redundantBytes } = found;
  if (!groups || !redundantImages || redundantBytes === null) return;
  const first = examples[0];
  const share = bytes ? redundantBytes / bytes : redundantImages / count;
  const weak = examples.every(({ strength }) => strength === "md5");
  const row = first && images?.find(first.imageIds[0] ?? "");
  yield {
    message: weak ? ("weak" as const) : ("groups" as const),
    severity: isCostly(share, redundantBytes) ? ("medium" as const) : ("low" as const),
    option: "catalog",
    at: row ? { file: row.file, line: row.line } : at,
    objects: examples.flatMap(({ imageIds }) => imageIds).slice(0, 20),
    data: {
      redundant: plural(redundantImages, "image"),
      groups,
      bytes: humanBytes(redundantBytes),
      share: `${percent(Math.round(share * 1000), 1000)} of the ${bytes ? "bytes" : "images"}`,
    },
  };
}

const isCostly = (share: number, bytes: number): boolean =>
  bytes >= COSTLY_BYTES || (share >= COSTLY_SHARE && bytes >= SMALL_BYTES);

function* byFigures({ at, count, hashed, redundantByHash }: Catalog) {
  if (redundantByHash === null) {
    yield { unchecked: ["os_hash_value of the images (GET /v2/images)"] };
    return;
  }
  if (redundantByHash === 0) return;
  const whole = hashed ?? count;
  yield {
    message: "figures" as const,
    severity: redundantByHash >= whole * COSTLY_SHARE ? ("medium" as const) : ("low" as const),
    option: "catalog",
    at,
    data: { redundant: redundantByHash, hashed: whole, share: percent(redundantByHash, whole) },
  };
}
