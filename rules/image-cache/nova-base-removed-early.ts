import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer, setting } from "../../src/facts/settings.ts";

const KEY = "remove_unused_original_minimum_age_seconds";
const HOUR = 3600;

export const novaBaseRemovedEarly = defineRule({
  id: "image-cache/nova-base-removed-early",
  title: "Nova removes base images so soon that the next boot downloads them again",
  severity: "low",
  part: "d",
  problem: "wrong_value",
  needs: ["nova"],
  messages: {
    early: "Unused base images go after {seconds} s: the next boot of the same image downloads and converts it again",
  },
  why: "A base image in _base saves the download and the conversion of the next guest of the same image on that compute. Removed within the hour, it has to be fetched through glance-api again for each wave of boots. Nova's default keeps it for a day.",
  wrong: "[image_cache]\nremove_unused_original_minimum_age_seconds = 600",
  right: "[image_cache]\nremove_unused_original_minimum_age_seconds = 86400",
  silentWhen: [
    "the option is unset or an hour or more",
    "Nova's disks are on Ceph: _base is only used where no clone was possible",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagecache.py ImageCacheManager._remove_old_enough_file",
    "judgement: less than an hour is too soon",
  ],
  *check({ nova }) {
    for (const compute of nova) {
      const seconds = integer(compute, "image_cache", KEY);
      if (compute.usesRbd !== false || seconds === null || seconds >= HOUR) continue;
      if (!setting(compute, "image_cache", KEY).isSet) continue;
      yield {
        message: "early",
        option: optionName(compute, "image_cache", KEY),
        at: placeOf(compute, "image_cache", KEY),
        ...scopeIn(nova, compute),
        data: { seconds },
        fix: [{ file: compute.file, section: "image_cache", key: KEY, value: "86400" }],
      };
    }
  },
});
