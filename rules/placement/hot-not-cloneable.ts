import { defineRule } from "../../src/check/rule.ts";
import { monthlyBoots } from "../../src/facts/catalog/boot-history.ts";
import type { ImageRow } from "../../src/intake/listings/image-table.ts";
import { percent, plural } from "../../src/units.ts";

/** Boots a month from which an image counts as hot. */
const HOT_BOOTS = 30;
/** Share of all boots from which copies, not clones, are what the cloud boots by. */
const MOST = 0.5;

export const hotNotCloneable = defineRule({
  id: "placement/hot-not-cloneable",
  title: "Images that are booted most cannot be cloned",
  severity: "medium",
  part: "b",
  problem: "cow_defeated_by_format",
  needs: ["image-rows"],
  messages: {
    format: "{count} not raw and make {share} of the boots: each boot downloads and converts; convert these first",
    store: "{count} in no store that disks are cloned from, and make {share} of the boots: copy these there first",
  },
  why: "Here a raw image in the right RBD store is cloned in about a second, and no bytes move. Any other image is downloaded and imported in full at each boot. A few images make most of the boots: those are worth the conversion or the copy first.",
  wrong: "ubuntu-24.04  qcow2  412 boots a month",
  right: "ubuntu-24.04  raw, in the RBD store of the cluster of the disks  412 boots a month, all clones",
  remedy: "copy these images into the RBD store of the disks first, as raw",
  silentWhen: [
    "no clone is possible in this cloud: then the reason is said elsewhere",
    "the image is raw and in a store that can be cloned from, or an ISO",
    "it is booted less than 30 times a month",
    "no boots are known: then it is unchecked",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable",
    "judgement: hot from 30 boots a month",
  ],
  *check({ catalog, clone, intake }) {
    const images = catalog?.images;
    const stores = new Set(clone.verdicts.filter(({ possible }) => possible === true).map(({ storeId }) => storeId));
    if (!images || stores.size === 0) return;
    const boots = monthlyBoots(intake);
    if (boots === null) {
      yield { unchecked: ["boot counts per image"] };
      return;
    }
    const ranked = [...boots].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
    const total = ranked.reduce((sum, [, count]) => sum + count, 0);
    const found = { format: [] as string[], store: [] as string[] };
    const made = { format: 0, store: 0 };
    for (const [id, count] of ranked) {
      const image = count >= HOT_BOOTS ? images.find(id) : undefined;
      const reason = image && reasonOf(image, stores);
      if (!reason) continue;
      found[reason].push(id);
      made[reason] += count;
    }
    for (const message of ["format", "store"] as const) {
      const [first] = found[message];
      const row = images.find(first ?? "");
      if (!first || !row) continue;
      yield {
        message,
        ...(message === "store" ? { problem: "cow_defeated_by_store" as const } : {}),
        severity: made[message] >= total * MOST ? ("high" as const) : ("medium" as const),
        option: `image ${first}`,
        at: { file: row.file, line: row.line },
        objects: found[message].slice(0, 20),
        data: {
          count: `${plural(found[message].length, "hot image")} ${found[message].length === 1 ? "is" : "are"}`,
          share: percent(Math.round(made[message]), Math.round(total)),
        },
      };
    }
  },
});

function reasonOf({ diskFormat, stores }: ImageRow, cloneable: ReadonlySet<string>): "format" | "store" | null {
  if (!diskFormat || diskFormat === "iso") return null;
  if (diskFormat !== "raw") return "format";
  return stores && stores.length > 0 && !stores.some((id) => cloneable.has(id)) ? "store" : null;
}
