import { defineRule } from "../../src/check/rule.ts";
import { poolRights } from "../../src/facts/pool-rights.ts";

export const snapshotPoolReadonly = defineRule({
  id: "cow-boot/snapshot-pool-readonly",
  title: "Snapshots of servers pass through glance-api, because Nova may not write to the images pool",
  severity: "low",
  part: "c",
  problem: "side_effect",
  needs: ["nova", "glance", "caps"],
  messages: {
    readonly: "{user} may only read pool {pool}: a snapshot of a server is exported and uploaded through glance-api",
  },
  why: "A direct snapshot clones the disk inside Ceph into the images pool and needs the right to write there. Without it Nova exports the disk to the compute and uploads it: minutes and network instead of seconds. Some operators want the narrow right; then this is its price.",
  wrong: "osd 'profile rbd pool=vms, profile rbd-read-only pool=images'",
  right: "osd 'profile rbd pool=vms, profile rbd pool=images'",
  silentWhen: [
    "Nova's user may write",
    "it may not even read: then nothing is cloned at all, another finding",
    "Cinder's user",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.direct_snapshot (Forbidden falls back)",
    "ceph/ceph doc/rbd/rbd-openstack.rst (capabilities)",
  ],
  *check(cloud) {
    for (const { consumer, user, pool, access, at } of poolRights(cloud))
      if (consumer === "nova" && access === "read")
        yield { message: "readonly", option: `[${user}]caps`, at, data: { user, pool } };
  },
});
