import { defineRule } from "../../src/check/rule.ts";
import { rbdStores, serviceApis } from "../../src/facts/clone.ts";
import { cephDisks, diskOwners } from "../../src/facts/clone-chain.ts";
import type { Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { newRbdStore } from "../../src/facts/new-rbd-store.ts";
import { optionName, placeOf, scopeIn, storeListOf } from "../../src/facts/place.ts";
import { sectionHeader, setting } from "../../src/facts/settings.ts";

const DRIVERS: ReadonlySet<string> = new Set(["file", "http", "swift", "cinder", "s3", "vmware"]);

export const noRbdStore = defineRule({
  id: "cow-boot/no-rbd-store",
  title: "Disks are on Ceph, but Glance keeps no image there",
  severity: "high",
  part: "a",
  problem: "cow_defeated_by_store",
  needs: ["glance"],
  messages: {
    none: "Disks of {who} are on Ceph, but Glance has no RBD store ({stores}): nothing can be cloned",
    stated: "If disks of {who} are on Ceph, as said: Glance has no RBD store ({stores}), so nothing can be cloned",
  },
  why: "A clone needs the image in the same Ceph cluster as the disk. From any other store each compute downloads the image, converts it and imports the full raw size into the cluster, for each server again.",
  wrong: "[DEFAULT]\nenabled_backends = local:file\n[glance_store]\ndefault_backend = local",
  right:
    "[DEFAULT]\nenabled_backends = local:file, rbd:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = rbd\n[rbd]\nrbd_store_pool = images\nrbd_store_user = glance\nrbd_store_ceph_conf = /etc/ceph/ceph.conf",
  silentWhen: [
    "an RBD store is enabled, near or far",
    "no disks are on Ceph",
    "only Cinder is on Ceph and images are Cinder volumes: these it clones in its own way",
    "a store has a type that does not exist, or the list cannot be read: other rules say so",
    "the file names no stores at all and is an excerpt: then it is unchecked",
  ],
  sources: [
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "openstack/cinder cinder/volume/drivers/rbd.py RBDDriver._is_cloneable",
  ],
  *check(cloud) {
    for (const api of serviceApis(cloud.glance)) {
      const { stores } = api;
      if (rbdStores(api).length > 0 || stores.length === 0 || stores.some(({ type }) => !DRIVERS.has(type))) continue;
      const disks = cephDisks(cloud, api);
      const owners = diskOwners(disks);
      if (!owners) {
        if (disks.missing.length > 0) yield { unchecked: disks.missing };
        continue;
      }
      if (owners.names === "Cinder" && stores.some(({ type }) => type === "cinder")) continue;
      const { section, key } = storeListOf(api);
      if (!setting(api, section, key).isSet && !isWholeFile(api)) {
        yield { unchecked: ["enabled_backends of glance-api.conf"] };
        continue;
      }
      yield {
        message: owners.sure ? "none" : "stated",
        severity: owners.sure && owners.names.startsWith("Nova") ? "high" : "medium",
        option: optionName(api, section, key),
        at: placeOf(api, section, key),
        ...scopeIn(cloud.glance, api),
        data: { who: owners.names, stores: stores.map(({ id, type }) => `${id}:${type}`).join(", ") },
        fix: fixOf(api, cloud),
      };
    }
  },
});

/** A whole file has a database or credentials of its own; an excerpt may only leave the stores out. */
const isWholeFile = (api: GlanceApi): boolean =>
  ["database", "keystone_authtoken"].some((section) => sectionHeader(api, section) !== null);

/** A store to be filled in: pool, user and keyring must exist first. Single-store mode is left to the migration. */
function fixOf(api: GlanceApi, cloud: Pick<Cloud, "nova" | "cinder">) {
  if (api.mode !== "multi_store") return [];
  return (newRbdStore(cloud, api)?.settings ?? []).map((change) => ({
    file: api.file,
    ...change,
    conditional: true,
    why:
      change.key === "show_image_direct_url"
        ? whyShown(api)
        : "once the pool, the cephx user and its keyring on every API node exist",
  }));
}

/** Stores whose locations hold credentials must not be shown to users. */
function whyShown({ stores }: GlanceApi): string {
  const telling = stores.filter(({ type }) => type === "s3" || type === "swift").map(({ id }) => id);
  return telling.length > 0
    ? `Nova clones only from a location that it sees; only at an internal endpoint that users cannot reach, since locations in ${telling.join(", ")} may hold credentials`
    : "Nova clones only from a location that it sees; best at an internal endpoint";
}
