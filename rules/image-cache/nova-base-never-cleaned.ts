import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, integer } from "../../src/facts/settings.ts";

export const novaBaseNeverCleaned = defineRule({
  id: "image-cache/nova-base-never-cleaned",
  title: "Nova never removes unused base images from its computes",
  severity: "medium",
  part: "d",
  problem: "cache_not_pruned",
  needs: ["nova"],
  messages: {
    off: "manager_interval is {value}: the clean-up of base images never runs, and _base grows on every compute",
    keep: "remove_unused_base_images is off: unused base images stay in _base for ever",
  },
  why: "Nova keeps the image of each boot that was not a clone in instances_path/_base, raw and in full virtual size. Its own periodic run removes what no guest needs any more, a day after its last use. Without that run the compute's disk fills with images of guests that are long gone.",
  wrong: "[image_cache]\nmanager_interval = -1",
  right: "[image_cache]\nmanager_interval = 2400\nremove_unused_base_images = True",
  silentWhen: ["both options are at their defaults, or the interval is 0 (Nova's own rhythm) or more"],
  sources: [
    "openstack/nova nova/compute/manager.py ComputeManager._run_image_cache_manager_pass",
    "openstack/nova nova/virt/libvirt/imagecache.py ImageCacheManager._age_and_verify_cached_images",
  ],
  *check({ nova }) {
    for (const compute of nova) {
      const interval = integer(compute, "image_cache", "manager_interval");
      const severity = compute.usesRbd === true ? ({ severity: "low" } as const) : {};
      if (interval !== null && interval < 0) {
        yield {
          message: "off",
          ...severity,
          option: optionName(compute, "image_cache", "manager_interval"),
          at: placeOf(compute, "image_cache", "manager_interval"),
          ...scopeIn(nova, compute),
          data: { value: interval },
          fix: [{ file: compute.file, section: "image_cache", key: "manager_interval", value: "2400" }],
        };
      }
      if (flag(compute, "image_cache", "remove_unused_base_images") !== false) continue;
      yield {
        message: "keep",
        ...severity,
        option: optionName(compute, "image_cache", "remove_unused_base_images"),
        at: placeOf(compute, "image_cache", "remove_unused_base_images"),
        ...scopeIn(nova, compute),
        fix: [{ file: compute.file, section: "image_cache", key: "remove_unused_base_images", value: "True" }],
      };
    }
  },
});
