import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const taskConversion = defineRule({
  id: "formats/task-conversion",
  title: "The conversion of the old task API converts no upload and no import",
  severity: "low",
  part: "b",
  problem: "no_effect",
  needs: ["glance"],
  messages: {
    task: "[taskflow_executor]conversion_format concerns the old task API only: uploads and imports stay as they come",
  },
  why: "conversion_format belongs to the import tasks of the old API, which only administrators may create and hardly anyone uses. Today's import has a plugin of its own with [image_conversion] output_format.",
  wrong: "[taskflow_executor]\nconversion_format = raw",
  right: "[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = raw",
  silentWhen: ["the image_conversion plugin is on: then it is a leftover"],
  sources: [
    "openstack/glance glance/async_/flows/convert.py",
    "openstack/glance glance/async_/flows/api_image_import.py get_flow",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (!setting(api, "taskflow_executor", "conversion_format").isSet || api.conversionPlugin) continue;
      yield {
        message: "task",
        option: "[taskflow_executor]conversion_format",
        at: placeOf(api, "taskflow_executor", "conversion_format"),
        ...scopeIn(glance, api),
      };
    }
  },
});
