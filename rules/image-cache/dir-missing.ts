import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const dirMissing = defineRule({
  id: "image-cache/dir-missing",
  title: "The paste flavor turns the image cache on, and image_cache_dir is not set",
  severity: "high",
  part: "d",
  problem: "cache_requires_setting",
  needs: ["glance"],
  messages: {
    unset: "The flavor {flavor} turns the image cache on, but image_cache_dir is not set: glance-api does not start",
  },
  why: "The cache filter asks for its directory while the pipeline is loaded, and image_cache_dir has no default. Without it no pipeline is made and glance-api ends with an error, with every driver and in every release.",
  wrong: "[paste_deploy]\nflavor = keystone+cachemanagement",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: ["the flavor has no cache in it", "image_cache_dir is set"],
  sources: [
    "openstack/glance glance/image_cache/drivers/base.py Driver.set_paths",
    "lab: Glance 2026.2 with a cache flavor and no directory ends with a TypeError at start",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.cacheActive !== true || text(api, "DEFAULT", "image_cache_dir") !== null) continue;
      yield {
        message: "unset",
        option: optionName(api, "DEFAULT", "image_cache_dir"),
        at: placeOf(api, "DEFAULT", "image_cache_dir"),
        ...scopeIn(glance, api),
        data: { flavor: plainName(text(api, "paste_deploy", "flavor") ?? "", "with a cache") },
        fix: [
          {
            file: api.file,
            section: "DEFAULT",
            key: "image_cache_dir",
            value: "/var/lib/glance/image-cache",
            why: "the directory must belong to the user of glance-api; best on a file system of its own",
          },
        ],
      };
    }
  },
});
