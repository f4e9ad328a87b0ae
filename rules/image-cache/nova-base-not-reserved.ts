import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

const KEY = "reserve_disk_resource_for_image_cache";
/** Base images below this size are lost in a compute's disk. */
const LARGE = 100 * 1024 ** 3;

export const novaBaseNotReserved = defineRule({
  id: "image-cache/nova-base-not-reserved",
  title: "The scheduler does not see the room that base images take on a compute",
  severity: "info",
  part: "d",
  problem: "capacity",
  needs: ["nova"],
  messages: {
    unseen:
      "The images of most boots have {bytes}; on each compute they take that and more in _base, and the scheduler counts it as free",
  },
  why: "Nova reports the whole file system of instances_path as DISK_GB. Base images in _base lie on it too, raw and in full virtual size. With many large images more guests are placed than the disk can hold; the workaround option subtracts what _base takes.",
  wrong: "[workarounds]\nreserve_disk_resource_for_image_cache = False",
  right: "[workarounds]\nreserve_disk_resource_for_image_cache = True",
  silentWhen: [
    "Nova's disks are on Ceph",
    "the option is on",
    "the images that make most boots have less than 100 GiB, or are not known",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/driver.py LibvirtDriver._get_disk_size_reserved_for_image_cache",
    "judgement: worth a word from 100 GiB",
  ],
  *check({ nova, catalog }) {
    const bytes = catalog?.hotSetBytes ?? 0;
    for (const compute of nova) {
      if (compute.usesRbd !== false || bytes < LARGE || flag(compute, "workarounds", KEY) !== false) continue;
      yield {
        message: "unseen",
        option: optionName(compute, "workarounds", KEY),
        at: placeOf(compute, "workarounds", KEY),
        ...scopeIn(nova, compute),
        data: { bytes: humanBytes(bytes) },
      };
    }
  },
});
