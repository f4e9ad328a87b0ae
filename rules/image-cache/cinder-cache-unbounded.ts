import { defineRule } from "../../src/check/rule.ts";
import { backendSetting, cachingBackends, clonesGoPast } from "../../src/facts/cinder-cache.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const cinderCacheUnbounded = defineRule({
  id: "image-cache/cinder-cache-unbounded",
  title: "Cinder's image-volume cache has no limit",
  severity: "low",
  part: "d",
  problem: "capacity",
  needs: ["cinder"],
  messages: {
    unlimited:
      "The image-volume cache of {backend} has neither a size nor a count limit: one volume for each image stays for good",
  },
  why: "Cinder keeps one volume for every image that a volume was made from, and removes one only to stay within image_volume_cache_max_size_gb or image_volume_cache_max_count. Both are 0 by default, which means no limit: images that nobody uses any more keep their volume on the backend.",
  wrong: "[lvm]\nimage_volume_cache_enabled = True",
  right:
    "[lvm]\nimage_volume_cache_enabled = True\nimage_volume_cache_max_size_gb = 200\nimage_volume_cache_max_count = 50",
  silentWhen: [
    "the cache is off for the backend, or one of the limits is set",
    "nearly all volumes of the backend are clones of raw images",
    "the internal project is missing: then nothing is cached",
  ],
  sources: ["openstack/cinder cinder/image/cache.py ImageVolumeCache.ensure_space"],
  *check(cloud) {
    for (const volume of cloud.cinder) {
      const keeps = ["cinder_internal_tenant_project_id", "cinder_internal_tenant_user_id"].every(
        (key) => text(volume, "DEFAULT", key) !== null,
      );
      for (const backend of keeps ? cachingBackends(volume) : []) {
        const limits = ["image_volume_cache_max_size_gb", "image_volume_cache_max_count"].map((key) =>
          Number(backendSetting(volume, backend, key).text ?? "0"),
        );
        if (limits.some((limit) => limit !== 0) || clonesGoPast(cloud, volume, backend) === true) continue;
        const section = backend.section ?? backend.id;
        yield {
          message: "unlimited",
          option: optionName(volume, section, "image_volume_cache_max_size_gb"),
          at:
            backendSetting(volume, backend, "image_volume_cache_enabled").at ??
            placeOf(volume, section, "volume_driver"),
          ...scopeIn(cloud.cinder, volume),
          data: { backend: plainName(backend.id, "a backend") },
          fix: [
            {
              file: volume.file,
              section,
              key: "image_volume_cache_max_size_gb",
              value: "200",
              conditional: true,
              why: "the size of the images that volumes are made from most, in GiB",
            },
          ],
        };
      }
    }
  },
});
