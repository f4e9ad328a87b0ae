import { defineRule } from "../../src/check/rule.ts";
import { cephDisks, diskOwners, storesNearDisks } from "../../src/facts/clone-chain.ts";
import type { GlanceApi, NovaCompute, Store } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { sameSite } from "../../src/facts/scope.ts";

export const defaultStoreNotRbd = defineRule({
  id: "cow-boot/default-store-not-rbd",
  title: "New images land in a store that disks cannot be cloned from",
  severity: "high",
  part: "a",
  problem: "default_not_cow_capable",
  needs: ["glance"],
  messages: {
    one: "Uploads go to {default} ({type}) by default; disks of {who} can be cloned only from {rbd}",
    several: "Uploads go to {default} ({type}) by default; disks of {who} can be cloned only from one of {rbd}",
    copies:
      "Uploads go to {default} ({type}); Nova copies a raw image to {store} at its first boot, which waits for it",
  },
  why: "An upload that names no store goes to the default, and Glance never moves it. Only an image in an RBD store of the same cluster can be cloned; each boot from another store downloads the image through the API and imports it in full.",
  wrong: "[DEFAULT]\nenabled_backends = local:file, ceph:rbd\n[glance_store]\ndefault_backend = local",
  right: "[DEFAULT]\nenabled_backends = local:file, ceph:rbd\n[glance_store]\ndefault_backend = ceph",
  silentWhen: [
    "the default store is on RBD",
    "no disks are on Ceph, or no RBD store is enabled or near the disks",
    "only Cinder is on Ceph and images are Cinder volumes: these it clones in its own way",
    "the default is http or not enabled: other rules tell that uploads fail",
  ],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py add_to_backend (default_backend without a store)",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable",
    "openstack/cinder cinder/volume/drivers/rbd.py RBDDriver._is_cloneable",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.copy_to_store",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      const store = api.defaultStore;
      const targets = storesNearDisks(cloud, api);
      const [target] = targets;
      if (!store || !target || store.type === "rbd" || store.type === "http") continue;
      const disks = cephDisks(cloud, api);
      const owners = diskOwners(disks);
      if (!owners) {
        if (disks.missing.length > 0) yield { unchecked: disks.missing };
        continue;
      }
      if (owners.names === "Cinder" && store.type === "cinder") continue;
      const copies = copyTarget(cloud.nova, api, targets);
      const key = api.mode === "multi_store" ? "default_backend" : "default_store";
      const message = copies ? "copies" : targets.length === 1 ? "one" : "several";
      yield {
        message,
        severity: copies ? "low" : owners.sure && owners.names.startsWith("Nova") ? "high" : "medium",
        option: optionName(api, "glance_store", key),
        at: placeOf(api, "glance_store", key),
        ...scopeIn(cloud.glance, api),
        data: {
          default: store.id,
          type: store.type,
          who: owners.names,
          rbd: targets.map(({ id }) => id).join(", "),
          store: copies?.id ?? "",
        },
        fix: [
          {
            file: api.file,
            section: writtenSection(api, "glance_store"),
            key,
            value: target.id,
            ...(message === "one" && owners.sure ? {} : { conditional: true }),
            why: "uploads without a store then land where disks are cloned from; images that are there already stay",
          },
        ],
      };
    }
  },
});

/** The store that every compute on Ceph at this site has images copied to. */
function copyTarget(nova: readonly NovaCompute[], api: GlanceApi, targets: readonly Store[]): Store | undefined {
  const computes = nova.filter(({ usesRbd, scope }) => usesRbd === true && sameSite(scope, api.scope));
  const [first] = computes;
  if (!first || computes.some(({ glanceStoreName }) => glanceStoreName !== first.glanceStoreName)) return undefined;
  return targets.find(({ id }) => id === first.glanceStoreName);
}
