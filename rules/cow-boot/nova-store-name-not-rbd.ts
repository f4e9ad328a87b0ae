import { defineRule } from "../../src/check/rule.ts";
import { copyingComputes, linkHolds, storesNearDisks } from "../../src/facts/clone-chain.ts";
import type { Cloud, NovaCompute, Store } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";

const KEY = "images_rbd_glance_store_name";

export const novaStoreNameNotRbd = defineRule({
  id: "cow-boot/nova-store-name-not-rbd",
  title: "Nova asks for copies into a store that it cannot clone from",
  severity: "high",
  part: "c",
  problem: "wrong_target",
  needs: ["nova", "glance"],
  messages: {
    type: "Nova asks for copies into {name} ({type}): an image is copied there, and still cannot be cloned",
    cluster: "Nova asks for copies into {name}, on another Ceph cluster than its disks: the copy cannot be cloned",
  },
  why: "A raw image that cannot be cloned from where it is, Nova has Glance copy into this store. When the store is no RBD store of the computes' own cluster, the copy costs time and space, and each boot still downloads and imports the whole image.",
  wrong:
    "# glance-api.conf\nenabled_backends = archive:s3, ceph:rbd\n# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = archive",
  right: "# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = ceph",
  silentWhen: [
    "the named store is an RBD store, and nothing shows that its cluster is another one",
    "no RBD store of Glance is on the computes' cluster: then that is said (cow-boot/fsid-mismatch, cow-boot/no-rbd-store)",
    "images_type is not rbd",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (copy_to_store, then one more try)",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable (fsid)",
  ],
  *check(cloud) {
    for (const { compute, store: id, apis } of copyingComputes(cloud)) {
      const store = apis.flatMap(({ stores }) => stores).find((one) => one.id === id);
      const near = [...new Set(apis.flatMap((api) => storesNearDisks(cloud, api)).map((one) => one.id))].filter(
        (other) => !isForeign(cloud, compute, other),
      );
      if (!store || near.length === 0 || (store.type === "rbd" && !isForeign(cloud, compute, id))) continue;
      yield {
        message: store.type === "rbd" ? "cluster" : "type",
        option: optionName(compute, "libvirt", KEY),
        at: placeOf(compute, "libvirt", KEY),
        ...scopeIn(cloud.nova, compute),
        data: { name: id, type: store.type },
        fix: fixOf(compute, near),
      };
    }
  },
});

/** An fsid shows that the store is not on the compute's cluster. */
function isForeign({ clone }: Cloud, compute: NovaCompute, storeId: Store["id"]): boolean {
  const verdicts = clone.verdicts.filter(
    ({ consumer, scope, storeId: id }) => consumer === "nova" && scope === compute.scope.label && id === storeId,
  );
  return verdicts.length > 0 && verdicts.every((verdict) => linkHolds(verdict, "same-cluster") === false);
}

function fixOf(compute: NovaCompute, near: readonly string[]) {
  const [value] = near;
  if (!value) return [];
  return [
    {
      file: compute.file,
      section: writtenSection(compute, "libvirt"),
      key: KEY,
      value,
      ...(near.length === 1 ? {} : { conditional: true }),
      why: "an RBD store that the computes can clone from",
    },
  ];
}
