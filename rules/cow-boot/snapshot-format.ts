import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const snapshotFormat = defineRule({
  id: "cow-boot/snapshot-format",
  title: "Snapshots of servers become images that cannot be cloned",
  severity: "medium",
  part: "b",
  problem: "cow_defeated_by_format",
  needs: ["nova"],
  messages: {
    format: "Snapshots are stored as {format} where they pass through glance-api: servers from them boot by a copy",
  },
  why: "A snapshot that is taken inside Ceph is raw. Where Nova has to export it instead, snapshot_image_format decides, and anything but raw makes one more image that each boot downloads and imports.",
  wrong: "[libvirt]\nimages_type = rbd\nsnapshot_image_format = qcow2",
  right: "[libvirt]\nimages_type = rbd\nsnapshot_image_format = raw",
  silentWhen: ["it is unset: then it is the disk's own format, raw", "it is raw", "images_type is not rbd"],
  sources: [
    "openstack/nova nova/virt/libvirt/driver.py snapshot",
    "openstack/nova nova/conf/libvirt.py snapshot_image_format",
  ],
  *check({ nova }) {
    for (const compute of nova) {
      const format = text(compute, "libvirt", "snapshot_image_format");
      if (compute.usesRbd !== true || format === null || format === "raw" || !FORMATS.has(format)) continue;
      const section = writtenSection(compute, "libvirt");
      yield {
        message: "format",
        option: `[${section}]snapshot_image_format`,
        at: placeOf(compute, "libvirt", "snapshot_image_format"),
        data: { format },
        fix: [{ file: compute.file, section, key: "snapshot_image_format", value: "raw" }],
        ...scopeIn(nova, compute),
      };
    }
  },
});

/** The choices of the option besides raw; another text is refused, which is another finding. */
const FORMATS = new Set(["qcow2", "vmdk", "vdi"]);
