import { defineRule } from "../../src/check/rule.ts";
import { hasOtherCopy, isMismatch, trashedData, twinsOf } from "../../src/facts/catalog/lost-data.ts";
import type { ObjectJoin } from "../../src/facts/cloud.ts";
import type { ImageTable } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

export const dataMissing = defineRule({
  id: "lifecycle/data-missing",
  title: "An active image whose RBD object does not exist",
  severity: "high",
  part: "e",
  problem: "wrong_target",
  needs: ["object-join"],
  messages: {
    lost: "{count} whose data is not in the store: boots and downloads fail{twins}",
    trashed: "{count} whose data lies in the trash of the pool: a purge would destroy it, restore it first",
    copy: "{count} with a copy in RBD that does not exist: boots cannot clone and read another copy, if Nova finds it",
    mismatch:
      "{count} without an object in the listed pool: the two listings are not of the same cluster, or one is cut short",
  },
  why: "The image record is active and its location names an object that the pool does not hold. Every boot that would clone it and every download fails. The data is gone, or the location names the wrong pool: look in the trash of the pool before anything is cleaned up.",
  wrong: "locations: rbd://<fsid>/images/5b7c…/snap\n$ rbd info images/5b7c…   -> No such file or directory",
  right: "$ rbd trash ls -a images | grep 5b7c…   -> rbd trash restore, else upload it again",
  remedy: "look in the trash of the pool and restore from there, else upload the image again",
  silentWhen: [
    "no location in a listed pool is shown",
    "the object is there and only its snapshot is missing: that is said elsewhere",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.get (NotFound)",
    "judgement: more than 20 % missing means that the listings do not belong together",
  ],
  *check({ join, catalog, intake }) {
    const withoutSnap = new Set(join?.withoutSnap);
    const missing = join?.missingObjects.filter(({ imageId }) => !withoutSnap.has(imageId)) ?? [];
    if (isMismatch(missing.length, catalog?.count ?? 0)) {
      yield {
        ...reportOf(missing),
        message: "mismatch",
        option: "image list",
        problem: "contradiction",
        severity: "medium",
      };
      return;
    }
    const images = catalog?.images ?? null;
    const inTrash = trashedData({ intake, join });
    const trashed = missing.filter(({ imageId }) => inTrash.has(imageId));
    if (trashed.length > 0) yield { ...reportOf(trashed), message: "trashed" };
    const others = missing.filter(({ imageId }) => !inTrash.has(imageId));
    const lost = others.filter((one) => !hasOtherCopy(images, one));
    if (lost.length > 0) {
      const report = reportOf(lost);
      yield { ...report, message: "lost", data: { ...report.data, twins: twinsText(images, lost) } };
    }
    const copies = others.filter((one) => hasOtherCopy(images, one));
    if (copies.length > 0) yield { ...reportOf(copies), message: "copy", severity: "medium" };
  },
});

type Missing = ObjectJoin["missingObjects"][number];

/** What can be had again without its owner. */
function twinsText(images: ImageTable | null, lost: readonly Missing[]): string {
  if (images === null) return "";
  const rows = new Set(lost.flatMap(({ imageId }) => images.find(imageId)?.index ?? []));
  const { size } = twinsOf(images, rows);
  return size === 0 ? "" : `; ${size} ${size === 1 ? "has a twin" : "have twins"} with the same bytes to copy from`;
}

const reportOf = (missing: readonly Missing[]) => ({
  option: "image location",
  at: missing[0]?.at ?? { file: "image list", line: null },
  objects: missing.slice(0, 20).map(({ imageId }) => imageId),
  data: { count: plural(missing.length, "active image") },
});
