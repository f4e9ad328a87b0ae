import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

/** A plugin's setting that does nothing while the plugin is not listed. */
const SETTINGS = [
  ["image_conversion", "output_format", "image_conversion"],
  ["inject_metadata_properties", "inject", "inject_image_metadata"],
] as const;

export const pluginSettingsUnused = defineRule({
  id: "formats/plugin-settings-unused",
  title: "An import plugin is set up, but not switched on",
  severity: "medium",
  part: "b",
  problem: "no_effect",
  needs: ["glance"],
  messages: { unused: "{option} is set, but {plugin} is not in image_import_plugins: nothing happens at imports" },
  why: "Each plugin has a section of its own, and runs only when image_import_plugins lists it. Settings without the listing look as if images were converted or marked, and none is.",
  wrong: "[image_conversion]\noutput_format = raw",
  right: "[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = raw",
  silentWhen: ["the plugin is listed", "the list of plugins cannot be read: another finding"],
  sources: ["openstack/glance glance/async_/flows/plugins/__init__.py get_import_plugins"],
  *check({ glance }) {
    for (const api of glance)
      for (const [section, key, plugin] of SETTINGS) {
        if (!setting(api, section, key).text || !setting(api, section, key).isSet) continue;
        if (api.importPlugins.includes(plugin)) continue;
        const option = `[${section}]${key}`;
        yield {
          message: "unused",
          option,
          at: placeOf(api, section, key),
          data: { option, plugin },
          ...scopeIn(glance, api),
        };
      }
  },
});
