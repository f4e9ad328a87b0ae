import { defineRule } from "../../src/check/rule.ts";
import { backendSetting, cachingBackends, clonesGoPast } from "../../src/facts/cinder-cache.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";

export const cinderCacheBypassed = defineRule({
  id: "image-cache/cinder-cache-bypassed",
  title: "Cinder's image-volume cache is on for a backend whose volumes are clones anyway",
  severity: "info",
  part: "d",
  problem: "no_effect",
  needs: ["cinder"],
  messages: {
    past: "The image-volume cache of {backend} is hardly ever asked: its volumes are clones of the raw images themselves",
  },
  why: "Cinder tries to clone the image in the store first and asks its cache only when that fails. Here the images are raw and on the same Ceph, so the clone works. Nothing is lost by leaving the cache on; it serves the few images that are not raw.",
  wrong: "[rbd-1]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nimage_volume_cache_enabled = True",
  right: "[rbd-1]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver",
  silentWhen: ["the cache is off", "the backend is not on Ceph, or cannot clone", "some of the images are not raw"],
  sources: [
    "openstack/cinder cinder/volume/flows/manager/create_volume.py CreateVolumeFromSpecTask._create_from_image",
  ],
  *check(cloud) {
    for (const volume of cloud.cinder) {
      for (const backend of cachingBackends(volume)) {
        if (clonesGoPast(cloud, volume, backend) !== true) continue;
        const section = backend.section ?? backend.id;
        yield {
          message: "past",
          option: optionName(volume, section, "image_volume_cache_enabled"),
          at:
            backendSetting(volume, backend, "image_volume_cache_enabled").at ??
            placeOf(volume, section, "volume_driver"),
          ...scopeIn(cloud.cinder, volume),
          data: { backend: plainName(backend.id, "a backend") },
        };
      }
    }
  },
});
