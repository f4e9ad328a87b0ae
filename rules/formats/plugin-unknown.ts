import { defineRule } from "../../src/check/rule.ts";
import { importFileOf, pluginList } from "../../src/facts/conversion.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { nearNames } from "../../src/options/catalogue.ts";

/** Entry points of glance.image_import.plugins in Glance's setup.cfg, all releases. */
const PLUGINS = ["no_op", "inject_image_metadata", "image_conversion", "image_decompression"];

export const pluginUnknown = defineRule({
  id: "formats/plugin-unknown",
  title: "An import plugin that does not exist is left out without an error",
  severity: "medium",
  part: "b",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    close: "There is no import plugin {name}, and Glance leaves it out with a warning: meant is probably {meant}",
    none: "There is no import plugin {name} in Glance: it is left out with a warning, unless a package of yours brings it",
  },
  why: "Glance loads import plugins by name and goes on without those it does not find. A misspelt image_conversion means that no import is converted, and only a warning at start tells.",
  wrong: "image_import_plugins = ['image_convertion']",
  right: "image_import_plugins = ['image_conversion']",
  silentWhen: ["all names are Glance's own"],
  sources: [
    "openstack/glance setup.cfg glance.image_import.plugins",
    "openstack/glance glance/async_/flows/plugins/__init__.py get_import_plugins",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const name of api.importPlugins.filter((plugin) => !PLUGINS.includes(plugin))) {
        if (/[$[\]'"]/.test(name)) continue;
        const meant = nearNames(PLUGINS, name)[0]?.name;
        const mended = api.importPlugins.map((plugin) => (plugin === name ? (meant ?? plugin) : plugin));
        yield {
          message: meant ? "close" : "none",
          ...(meant ? {} : { severity: "low" as const }),
          option: "[image_import_opts]image_import_plugins",
          at: placeOf(api, "image_import_opts", "image_import_plugins"),
          data: { name: plainName(name, "of that name"), meant: meant ?? "" },
          fix: meant
            ? [
                {
                  file: importFileOf(api),
                  section: "image_import_opts",
                  key: "image_import_plugins",
                  value: pluginList([...new Set(mended)]),
                },
              ]
            : [],
          ...scopeIn(glance, api),
        };
      }
  },
});
