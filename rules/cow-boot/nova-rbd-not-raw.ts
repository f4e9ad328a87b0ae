import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

export const novaRbdNotRaw = defineRule({
  id: "cow-boot/nova-rbd-not-raw",
  title: "nova-compute does not start on RBD with force_raw_images off",
  severity: "high",
  part: "b",
  problem: "unsupported_combination",
  needs: ["nova"],
  messages: { off: "force_raw_images is off with images_type = rbd: nova-compute refuses to start" },
  why: "RBD holds disks as raw blocks only. With images_type = rbd and force_raw_images = False nova-compute stops at start with an InvalidConfiguration error.",
  wrong: "[DEFAULT]\nforce_raw_images = False\n[libvirt]\nimages_type = rbd",
  right: "[DEFAULT]\nforce_raw_images = True\n[libvirt]\nimages_type = rbd",
  silentWhen: ["force_raw_images is on or unset (on is the default)", "images_type is not rbd"],
  sources: ["openstack/nova nova/virt/libvirt/driver.py LibvirtDriver.init_host (bug 1816686)"],
  *check({ nova }) {
    for (const compute of nova) {
      if (compute.usesRbd !== true || flag(compute, "DEFAULT", "force_raw_images") !== false) continue;
      yield {
        message: "off",
        option: optionName(compute, "DEFAULT", "force_raw_images"),
        at: placeOf(compute, "DEFAULT", "force_raw_images"),
        ...scopeIn(nova, compute),
        fix: [
          {
            file: compute.file,
            section: writtenSection(compute, "DEFAULT"),
            key: "force_raw_images",
            value: "True",
            why: "nova-compute starts on RBD only with it",
          },
        ],
      };
    }
  },
});
