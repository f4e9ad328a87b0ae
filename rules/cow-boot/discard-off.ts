import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const discardOff = defineRule({
  id: "cow-boot/discard-off",
  title: "What guests delete stays allocated in Ceph",
  severity: "low",
  part: "c",
  problem: "unset_needed",
  needs: ["nova"],
  messages: { off: "hw_disk_discard is not unmap: a disk on Ceph grows with every write and gives nothing back" },
  why: "A cloned disk starts empty and grows as the guest writes. Blocks that the guest frees return to Ceph only if libvirt passes discards on, and the guest's disk bus knows them: virtio-scsi, or virtio-blk of recent QEMU. Existing servers take it at their next hard reboot.",
  wrong: "[libvirt]\nimages_type = rbd",
  right: "[libvirt]\nimages_type = rbd\nhw_disk_discard = unmap",
  silentWhen: ["it is unmap", "images_type is not rbd"],
  sources: [
    "openstack/nova nova/conf/libvirt.py hw_disk_discard",
    "ceph/ceph doc/rbd/rbd-openstack.rst (hw_disk_discard = unmap)",
    "judgement: low, since space is lost slowly",
  ],
  *check({ nova }) {
    for (const compute of nova) {
      const value = text(compute, "libvirt", "hw_disk_discard");
      if (compute.usesRbd !== true || (value !== null && value !== "ignore")) continue;
      const section = writtenSection(compute, "libvirt");
      yield {
        message: "off",
        option: `[${section}]hw_disk_discard`,
        at: placeOf(compute, "libvirt", "hw_disk_discard"),
        fix: [{ file: compute.file, section, key: "hw_disk_discard", value: "unmap" }],
        ...scopeIn(nova, compute),
      };
    }
  },
});
