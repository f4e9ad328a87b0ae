import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

const KEY = "images_rbd_glance_store_name";

export const novaCopyWithoutRbd = defineRule({
  id: "cow-boot/nova-copy-without-rbd",
  title: "Nova names a store for copies, but its disks are not on RBD",
  severity: "low",
  part: "c",
  problem: "no_effect",
  needs: ["nova"],
  messages: { unused: "images_rbd_glance_store_name does nothing while images_type is {type}: only RBD disks use it" },
  why: "Only the RBD image backend of Nova asks Glance for copies. With any other images_type the option is read and never used.",
  wrong: "[libvirt]\nimages_type = qcow2\nimages_rbd_glance_store_name = ceph",
  right: "[libvirt]\nimages_type = qcow2",
  silentWhen: ["images_type is rbd", "the option is unset or empty"],
  sources: ["openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (the only reader)"],
  *check({ nova }) {
    for (const compute of nova) {
      if (compute.usesRbd !== false || !compute.glanceStoreName) continue;
      const { isSet } = setting(compute, "libvirt", "images_type");
      yield {
        message: "unused",
        option: optionName(compute, "libvirt", KEY),
        at: placeOf(compute, "libvirt", KEY),
        ...scopeIn(nova, compute),
        data: { type: isSet ? compute.imagesType : "unset" },
        fix: [
          {
            file: compute.file,
            section: writtenSection(compute, "libvirt"),
            key: KEY,
            value: null,
            why: "has no effect on local disks",
          },
        ],
      };
    }
  },
});
