import { defineRule } from "../../src/check/rule.ts";
import { poolRights } from "../../src/facts/pool-rights.ts";

export const imagesPoolUnreadable = defineRule({
  id: "cow-boot/images-pool-unreadable",
  title: "A cephx user may not read the pool that it should clone from",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance", "caps"],
  messages: {
    unreadable: "{user} has no read access to pool {pool}: every image there counts as not cloneable, without an error",
  },
  why: "Nova and Cinder open the image's snapshot to see whether it can be cloned. A refusal is logged at debug level only and means: not cloneable. So the service downloads instead, and nothing in the log says why.",
  wrong: "ceph auth caps client.nova mon 'profile rbd' osd 'profile rbd pool=vms'",
  right: "ceph auth caps client.nova mon 'profile rbd' osd 'profile rbd pool=vms, profile rbd-read-only pool=images'",
  remedy: "give the cephx user of the disks rbd-read-only on the images pool",
  silentWhen: [
    "the user can read the pool",
    "the user's capabilities were not pasted",
    "its disks are on another cluster",
  ],
  sources: [
    "openstack/nova nova/storage/rbd_utils.py is_cloneable (Unable to open image)",
    "ceph/ceph doc/rbd/rbd-openstack.rst (capabilities)",
  ],
  *check(cloud) {
    for (const { user, pool, access, at } of poolRights(cloud))
      if (access === "none") yield { message: "unreadable", option: `[${user}]caps`, at, data: { user, pool } };
  },
});
