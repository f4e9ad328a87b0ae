import { defineRule } from "../../src/check/rule.ts";
import { rbdStores } from "../../src/facts/clone.ts";
import { apisOf } from "../../src/facts/clone-chain.ts";
import type { NovaCompute } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const novaNotRbd = defineRule({
  id: "cow-boot/nova-not-rbd",
  title: "Nova keeps root disks on the compute's own disk, not on Ceph",
  severity: "low",
  part: "a",
  problem: "cow_defeated_by_nova_backend",
  needs: ["nova", "glance"],
  messages: {
    meant:
      "images_type is {type} although {sign}: root disks are local, and servers from images are copied, not cloned",
    local: "images_type is {type}: servers from images copy the image to the compute; only volumes can be cloned",
    some: "These computes keep root disks locally (images_type is {type}) while others use Ceph: no clones here",
  },
  why: "Only images_type = rbd puts root disks on Ceph, where an image is cloned in place. Any other backend downloads the image to the compute once and keeps it in its own cache; booting from a volume is not touched by this.",
  wrong: "[libvirt]\nimages_type = qcow2\nimages_rbd_pool = vms",
  right: "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms",
  silentWhen: [
    "images_type is rbd",
    "Glance has no RBD store",
    "no pool for root disks is named, nobody says that Nova is on Ceph, and neither Cinder nor another compute uses it",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Backend (default: qcow2, or flat without use_cow_images)",
    "openstack/openstack-helm nova/values.yaml (images_type qcow2 beside images_rbd_pool)",
  ],
  *check(cloud) {
    const others = cloud.nova.some(({ usesRbd }) => usesRbd === true);
    const volumes = cloud.cinder.some(({ usesRbd }) => usesRbd === true);
    const said = cloud.words.novaOnCeph?.value;
    for (const compute of cloud.nova) {
      if (compute.usesRbd !== false || !apisOf(cloud.glance, compute).some((api) => rbdStores(api).length > 0))
        continue;
      const pool = setting(compute, "libvirt", "images_rbd_pool").isSet;
      const meant = !others && said !== "no" && said !== "partly" && (pool || said === "yes");
      if (!meant && !others && !volumes) continue;
      const deliberate = others || said === "no" || said === "partly";
      yield {
        message: meant ? "meant" : others ? "some" : "local",
        severity: meant ? "medium" : deliberate ? "info" : "low",
        option: optionName(compute, "libvirt", "images_type"),
        at: placeOf(compute, "libvirt", "images_type"),
        ...scopeIn(cloud.nova, compute),
        data: {
          type: setting(compute, "libvirt", "images_type").isSet ? compute.imagesType : "unset",
          sign: pool ? "images_rbd_pool is set" : "Nova is said to be on Ceph",
        },
        ...(meant ? { fix: [fixOf(compute)] } : {}),
      };
    }
  },
});

const fixOf = (compute: NovaCompute) => ({
  file: compute.file,
  section: writtenSection(compute, "libvirt"),
  key: "images_type",
  value: "rbd",
  conditional: true,
  why: "only on a compute without servers on local disks: these are not moved, and the cephx user must exist",
});
