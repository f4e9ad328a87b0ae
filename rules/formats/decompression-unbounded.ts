import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, setting } from "../../src/facts/settings.ts";

export const decompressionUnbounded = defineRule({
  id: "formats/decompression-unbounded",
  title: "A small compressed upload can fill staging",
  severity: "low",
  part: "b",
  problem: "capacity",
  needs: ["glance"],
  messages: {
    bomb: "image_decompression is on and image_size_cap is its default of 1 TiB: a few MiB may unpack to more than staging holds",
  },
  why: "The decompression plugin writes what an archive unpacks to into staging, and knows no limit of its own. A file of zeros packs a thousand to one. Staging on a file system of its own, with a lower image_size_cap and quotas, keeps the damage to one failed import.",
  wrong: "image_import_plugins = ['image_decompression']",
  right:
    "[DEFAULT]\nimage_size_cap = 214748364800\n[image_import_opts]\nimage_import_plugins = ['image_decompression']",
  silentWhen: ["image_size_cap was set", "limits by Keystone are on", "the plugin is off"],
  sources: [
    "openstack/glance glance/async_/flows/plugins/image_decompression.py",
    "judgement: low, since users are known",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (!api.importPlugins.includes("image_decompression")) continue;
      if (setting(api, "DEFAULT", "image_size_cap").isSet || flag(api, "DEFAULT", "use_keystone_limits") === true)
        continue;
      yield {
        message: "bomb",
        option: "[DEFAULT]image_size_cap",
        at: placeOf(api, "DEFAULT", "image_size_cap"),
        ...scopeIn(glance, api),
      };
    }
  },
});
