import { defineRule } from "../../src/check/rule.ts";
import { importFileOf, pluginList } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";

export const pluginOrder = defineRule({
  id: "formats/plugin-order",
  title: "Images are converted before they are decompressed",
  severity: "medium",
  part: "b",
  problem: "unsupported_combination",
  needs: ["glance"],
  messages: {
    order: "image_conversion runs before image_decompression: a compressed image is no image yet, and its import fails",
  },
  why: "Plugins run in the order of the list. The conversion has to recognise an image; a gzip or zip file is none, so the import fails before the decompression gets its turn.",
  wrong: "image_import_plugins = ['image_conversion','image_decompression']",
  right: "image_import_plugins = ['image_decompression','image_conversion']",
  silentWhen: ["decompression comes first", "one of the two is not listed"],
  sources: ["openstack/glance glance/async_/flows/api_image_import.py get_flow (order of the plugins)"],
  *check({ glance }) {
    for (const api of glance) {
      const first = api.importPlugins.indexOf("image_conversion");
      const then = api.importPlugins.indexOf("image_decompression");
      if (first < 0 || then < first) continue;
      const others = api.importPlugins.filter((plugin) => plugin !== "image_decompression");
      yield {
        message: "order",
        option: "[image_import_opts]image_import_plugins",
        at: placeOf(api, "image_import_opts", "image_import_plugins"),
        fix: [
          {
            file: importFileOf(api),
            section: "image_import_opts",
            key: "image_import_plugins",
            value: pluginList(others.toSpliced(first, 0, "image_decompression")),
          },
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});
