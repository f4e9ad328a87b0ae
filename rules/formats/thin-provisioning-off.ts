import { defineRule } from "../../src/check/rule.ts";
import type { Cloud, GlanceApi, Store } from "../../src/facts/cloud.ts";
import { cloneTargets } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { flagOf, storeSetting } from "../../src/facts/settings.ts";

const KEYS: Partial<Record<string, string>> = { rbd: "rbd_thin_provisioning", file: "filesystem_thin_provisioning" };

export const thinProvisioningOff = defineRule({
  id: "formats/thin-provisioning-off",
  title: "Raw images are stored with all their zeros",
  severity: "low",
  part: "b",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    thick:
      "{key} is off in {store}: a raw image takes its full virtual size, zeros included, and an import takes as long",
  },
  why: "Without it the driver writes every block of a raw image, also those of zeros. A cloud image of 2 GiB in a disk of 40 GiB takes 40 GiB, times the replicas. Switched on, zeros are skipped; images that are there already shrink by `rbd sparsify`.",
  wrong: "[ceph]\nrbd_store_pool = images",
  right: "[ceph]\nrbd_store_pool = images\nrbd_thin_provisioning = True",
  silentWhen: ["it is on", "nothing tells that raw images are stored here", "other kinds of store"],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py, filesystem.py (thin_provisioning)",
    "ceph/ceph doc/man/8/rbd.rst sparsify",
  ],
  *check(cloud) {
    for (const api of cloud.glance)
      for (const store of api.stores) {
        const key = KEYS[store.type];
        if (!key || !takesRaw(cloud, api, store)) continue;
        if (flagOf(storeSetting(api, store, key)) !== false) continue;
        const section = storeSectionOf(api, store);
        yield {
          message: "thick",
          option: `[${section}]${key}`,
          at: placeOf(api, section, key),
          data: { key, store: store.id },
          fix: [{ file: api.file, section, key, value: "True" }],
          ...scopeIn(cloud.glance, api),
        };
      }
  },
});

/** Raw is made or wanted here: imports write it, or disks are cloned from this store and most images are raw. */
function takesRaw(cloud: Cloud, api: GlanceApi, { id, type }: Store): boolean {
  const converts = api.conversionPlugin && (api.conversionOutput ?? "raw") === "raw";
  if (converts && (id === api.defaultStoreId || type === "rbd")) return true;
  const formats = cloud.catalog?.byFormat;
  const raw = formats?.["raw"] ?? 0;
  if (!formats || raw * 2 < Object.values(formats).reduce((sum, count) => sum + count, 0)) return false;
  return cloneTargets(cloud, api)?.stores.some((store) => store.id === id) ?? false;
}
