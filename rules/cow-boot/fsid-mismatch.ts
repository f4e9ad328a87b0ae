import { defineRule } from "../../src/check/rule.ts";
import { rbdStores, serviceApis } from "../../src/facts/clone.ts";
import { linkHolds } from "../../src/facts/clone-chain.ts";
import type { CloneVerdict, Cloud, GlanceApi, NovaCompute } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";

export const fsidMismatch = defineRule({
  id: "cow-boot/fsid-mismatch",
  title: "Images and disks are on different Ceph clusters",
  severity: "high",
  part: "a",
  problem: "wrong_target",
  needs: ["glance"],
  messages: {
    store:
      "The RBD store {stores} is on another Ceph cluster than the disks of {who} (fsids differ): nothing is cloned",
    stores: "No RBD store ({stores}) is on the Ceph cluster of the disks of {who} (fsids differ): nothing is cloned",
    compute:
      "Nova's disks are on another Ceph cluster than Glance's store and Cinder's volumes (fsids differ): no clones",
  },
  why: "A clone lives in one cluster only. Nova and Cinder compare the fsid in the image's location with that of their own cluster, and copy the whole image when they differ. RBD mirroring does not help: the mirror has another fsid.",
  wrong: "# /etc/ceph/images.conf of Glance\nfsid = 1b7f...\n# /etc/ceph/ceph.conf of Nova\nfsid = 9c04...",
  right: "# the store of the cluster that the disks are on\n[local]\nrbd_store_ceph_conf = /etc/ceph/ceph.conf",
  remedy: "add a store in the cluster of the disks and copy there what is booted",
  silentWhen: [
    "one RBD store of Glance is on the cluster of these disks",
    "not every ceph.conf was given, so fsids cannot be compared (the clone chain then tells what is assumed)",
    "no disks are on Ceph",
  ],
  sources: [
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable (fsid)",
    "openstack/cinder cinder/volume/drivers/rbd.py RBDDriver._is_cloneable (fsid)",
  ],
  *check(cloud) {
    for (const api of serviceApis(cloud.glance)) {
      const stores = rbdStores(api);
      const [first] = stores;
      const apart = consumersApart(cloud, api);
      if (!first || apart.length === 0) continue;
      const owners = [...new Set(apart.map(({ consumer }) => consumer))];
      const odd = owners.includes("cinder") ? null : oddCompute(cloud, api, apart);
      const section = storeSectionOf(api, first);
      yield odd
        ? {
            message: "compute",
            option: optionName(odd, "libvirt", "images_rbd_ceph_conf"),
            at: placeOf(odd, "libvirt", "images_rbd_ceph_conf"),
            ...scopeIn(cloud.nova, odd),
          }
        : {
            message: stores.length === 1 ? "store" : "stores",
            severity: owners.includes("nova") ? "high" : "medium",
            option: optionName(api, section, "rbd_store_ceph_conf"),
            at: placeOf(api, section, "rbd_store_ceph_conf"),
            ...scopeIn(cloud.glance, api),
            data: {
              stores: stores.map(({ id }) => id).join(", "),
              who: owners.map((owner) => (owner === "nova" ? "Nova" : "Cinder")).join(" and "),
            },
          };
    }
  },
});

/** Consumers on RBD for which every RBD store of this API is proved to be on another cluster; one verdict each. */
function consumersApart({ clone }: Cloud, api: GlanceApi): CloneVerdict[] {
  const own = clone.verdicts.filter(
    (verdict) => verdict.api === api.file && linkHolds(verdict, "consumer-on-rbd") === true,
  );
  const same = (left: CloneVerdict, right: CloneVerdict): boolean =>
    left.consumer === right.consumer && left.scope === right.scope;
  return own
    .filter((verdict, index) => own.findIndex((other) => same(other, verdict)) === index)
    .filter((verdict) =>
      own.filter((other) => same(other, verdict)).every((other) => linkHolds(other, "same-cluster") === false),
    );
}

/** The one compute that is apart while others, or Cinder, share Glance's cluster: then Glance is not what is wrong. */
function oddCompute({ clone, nova }: Cloud, api: GlanceApi, apart: readonly CloneVerdict[]): NovaCompute | null {
  const together = clone.verdicts.some(
    (verdict) =>
      verdict.api === api.file &&
      linkHolds(verdict, "consumer-on-rbd") === true &&
      [true, "assumed"].includes(linkHolds(verdict, "same-cluster") ?? false),
  );
  if (!together) return null;
  return nova.find(({ scope }) => apart.some((verdict) => verdict.scope === scope.label)) ?? null;
}
