import { cacheOnFix } from "../../src/check/cache-fix.ts";
import { defineRule } from "../../src/check/rule.ts";
import { defaultStoreIsRemote, disksOutsideCeph } from "../../src/facts/glance-cache.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer, setting, text } from "../../src/facts/settings.ts";

/** Default of image_cache_max_size; deployment tools write it out whether the cache is on or not. */
const UNTOUCHED = 10 * 1024 ** 3;

export const flavorMissing = defineRule({
  id: "image-cache/flavor-missing",
  title: "The image cache is set up, but the paste flavor leaves it out",
  severity: "low",
  part: "d",
  problem: "cache_missing_here",
  needs: ["glance"],
  messages: {
    inert: "image_cache_dir is set, but the flavor is {flavor}: no read of the {store} store is ever cached",
  },
  why: "Only the paste pipeline puts the cache into the path of a download; image_cache_dir and the other image_cache options do nothing for reads by themselves. Here computes read images from a store across the network, which is where the cache would help.",
  wrong: "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: [
    "boots are clones inside Ceph: no cache is needed",
    "the default store is a file store or RBD: deployment tools write image_cache_dir everywhere, and it is inert",
    "image_cache_dir is not set",
  ],
  sources: [
    "openstack/glance etc/glance-api-paste.ini: the cache filter is in the caching and cachemanagement pipelines only",
    "openstack/openstack-ansible-os_glance templates/glance-api.conf.j2: image_cache options always rendered",
  ],
  *check({ glance, nova, words }) {
    for (const api of glance) {
      if (api.cacheActive !== false || !setting(api, "DEFAULT", "image_cache_dir").isSet) continue;
      if (!defaultStoreIsRemote(api)) continue;
      const flavor = text(api, "paste_deploy", "flavor");
      const local = disksOutsideCeph({ nova, words });
      if (flavor === null) yield { unchecked: ["[paste_deploy] of glance-api.conf"] };
      if (local === "unknown") yield { unchecked: ["nova.conf"] };
      if (flavor === null || local !== true) continue;
      const size = setting(api, "DEFAULT", "image_cache_max_size");
      const meant = words.wantsCache !== null || (size.isSet && integer(api, "DEFAULT", size.key) !== UNTOUCHED);
      yield {
        message: "inert",
        ...(meant ? { severity: "medium" as const } : {}),
        option: optionName(api, "paste_deploy", "flavor"),
        at: placeOf(api, "paste_deploy", "flavor"),
        ...scopeIn(glance, api),
        data: { flavor: plainName(flavor, "another"), store: api.defaultStore?.type ?? "" },
        fix: cacheOnFix(api),
      };
    }
  },
});
