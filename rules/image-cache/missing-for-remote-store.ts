import { cacheOnFix } from "../../src/check/cache-fix.ts";
import { defineRule } from "../../src/check/rule.ts";
import { defaultStoreIsRemote, disksOutsideCeph } from "../../src/facts/glance-cache.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting, text } from "../../src/facts/settings.ts";

/** Boots for each image of the catalogue in the period that the statistics cover, from which repeats are the rule. */
const REPEATED = 10;

export const missingForRemoteStore = defineRule({
  id: "image-cache/missing-for-remote-store",
  title: "Computes read images from a store across the network, and no image cache is on",
  severity: "info",
  part: "d",
  problem: "cache_missing_here",
  needs: ["glance"],
  messages: {
    often:
      "Boots read images from the {store} store again and again ({boots} boots of {images} images), and no image cache is on",
    wanted:
      "The image cache would help here: computes read images from the {store} store, and the flavor leaves it out",
    remote:
      "The first boot of an image on each compute reads it from the {store} store; an image cache would take the repeats off it",
  },
  why: "Nova keeps a base image on each compute, so one image is read once for every compute that boots it. The cache on the API node turns all but the first of these reads into local ones. It saves reads of the store, not the way from the API node to the compute.",
  wrong: "[glance_store]\ndefault_backend = swift\n\n[paste_deploy]\nflavor = keystone",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: [
    "boots are clones inside Ceph",
    "the default store is a file store or RBD",
    "the cache is on, or image_cache_dir is set (another rule speaks there)",
  ],
  sources: [
    "openstack/glance glance/api/middleware/cache.py CacheFilter",
    "openstack/nova nova/virt/libvirt/imagebackend.py Image.cache",
    "judgement: ten boots for each image are repeats",
  ],
  *check({ glance, nova, words, catalog }) {
    for (const api of glance) {
      if (api.cacheActive !== false || setting(api, "DEFAULT", "image_cache_dir").isSet) continue;
      if (!defaultStoreIsRemote(api) || text(api, "paste_deploy", "flavor") === null) continue;
      const local = disksOutsideCeph({ nova, words });
      if (local === "unknown") yield { unchecked: ["nova.conf"] };
      if (local !== true) continue;
      const boots = catalog?.boots.total ?? null;
      const often = boots !== null && catalog !== null && catalog.count > 0 && boots >= REPEATED * catalog.count;
      const message = often ? "often" : words.wantsCache ? "wanted" : "remote";
      yield {
        message,
        ...(message === "remote" ? {} : { severity: "low" as const }),
        option: optionName(api, "paste_deploy", "flavor"),
        at: placeOf(api, "paste_deploy", "flavor"),
        ...scopeIn(glance, api),
        data: { store: api.defaultStore?.type ?? "", boots: boots ?? 0, images: catalog?.count ?? 0 },
        ...(message === "remote" ? {} : { fix: [directoryFix(api.file), ...cacheOnFix(api)] }),
      };
    }
  },
});

const directoryFix = (file: string) => ({
  file,
  section: "DEFAULT",
  key: "image_cache_dir",
  value: "/var/lib/glance/image-cache",
  why: "best on a file system of its own: the limit is not kept while images are read",
});
