import { defineRule } from "../../src/check/rule.ts";
import type { ObjectJoin } from "../../src/facts/cloud.ts";
import { plural } from "../../src/units.ts";

const FEW = 3;
/** Share of the images in the pool above which two lists are more likely of different clusters than data lost. */
const TOO_MANY = 0.2;

export const dataMissing = defineRule({
  id: "lifecycle/data-missing",
  title: "An active image whose RBD object does not exist",
  severity: "high",
  part: "e",
  problem: "wrong_target",
  needs: ["object-join"],
  messages: {
    lost: "{count} whose data is not in the store: boots and downloads fail",
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
  *check({ join, catalog }) {
    const withoutSnap = new Set(join?.withoutSnap);
    const missing = join?.missingObjects.filter(({ imageId }) => !withoutSnap.has(imageId)) ?? [];
    if (missing.length > FEW && missing.length > (catalog?.count ?? 0) * TOO_MANY) {
      yield {
        ...reportOf(missing),
        message: "mismatch",
        option: "image list",
        problem: "contradiction",
        severity: "medium",
      };
      return;
    }
    const images = catalog?.images;
    const hasOther = ({ imageId }: Missing): boolean => {
      const image = images?.find(imageId);
      return (image?.locations?.length ?? image?.stores?.length ?? 0) > 1;
    };
    const lost = missing.filter((one) => !hasOther(one));
    if (lost.length > 0) yield { ...reportOf(lost), message: "lost" };
    const copies = missing.filter(hasOther);
    if (copies.length > 0) yield { ...reportOf(copies), message: "copy", severity: "medium" };
  },
});

type Missing = ObjectJoin["missingObjects"][number];

const reportOf = (missing: readonly Missing[]) => ({
  option: "image location",
  at: missing[0]?.at ?? { file: "image list", line: null },
  objects: missing.slice(0, 20).map(({ imageId }) => imageId),
  data: { count: plural(missing.length, "active image") },
});
