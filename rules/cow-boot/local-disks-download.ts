import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { sameSite } from "../../src/facts/scope.ts";
import { flag } from "../../src/facts/settings.ts";

export const localDisksDownload = defineRule({
  id: "cow-boot/local-disks-download",
  title: "Computes with local disks could read images from Ceph themselves",
  severity: "info",
  part: "d",
  problem: "unset_needed",
  needs: ["nova", "glance"],
  messages: {
    relay:
      "Every first boot on a compute is sent from Ceph through glance-api: [glance] enable_rbd_download reads it from Ceph directly",
  },
  why: "With local disks each compute fetches an image once, and glance-api relays every byte from Ceph. Where computes reach the cluster, enable_rbd_download lets them read it there. It needs the image's location and a cephx user with read access on the computes.",
  wrong: "[libvirt]\nimages_type = qcow2",
  right:
    "[glance]\nenable_rbd_download = True\nrbd_user = nova\nrbd_pool = images\nrbd_ceph_conf = /etc/ceph/ceph.conf",
  silentWhen: ["disks are on RBD", "it is on", "the default store is not on RBD"],
  sources: ["openstack/nova nova/image/glance.py _get_rbd_handler", "judgement: worth knowing, nothing is wrong"],
  consequenceOf: ["cow-boot/nova-not-rbd"],
  *check({ nova, glance }) {
    for (const compute of nova) {
      if (compute.usesRbd !== false || flag(compute, "glance", "enable_rbd_download") !== false) continue;
      if (!glance.some(({ defaultStore, scope }) => defaultStore?.type === "rbd" && sameSite(scope, compute.scope)))
        continue;
      yield {
        message: "relay",
        option: optionName(compute, "glance", "enable_rbd_download"),
        at: placeOf(compute, "glance", "enable_rbd_download"),
        ...scopeIn(nova, compute),
      };
    }
  },
});
