import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

export const conversionSourceRefused = defineRule({
  id: "formats/conversion-source-refused",
  title: "Imports could be converted, but no other format may be brought in",
  severity: "medium",
  part: "b",
  problem: "conversion_source_format_blocked",
  needs: ["glance"],
  messages: {
    only: "disk_formats allows only {formats}: there is nothing for image_conversion to convert, a qcow2 image is refused before",
  },
  why: "An image has its format from the moment it is created, before the import runs. With a list of only the target format users must convert on their own, or label what they bring wrongly; a qcow2 file labelled raw is stored as it is and does not boot.",
  wrong: "[image_format]\ndisk_formats = raw\n[image_import_opts]\nimage_import_plugins = ['image_conversion']",
  right:
    "[image_format]\ndisk_formats = raw,qcow2,iso\n[image_import_opts]\nimage_import_plugins = ['image_conversion']",
  silentWhen: ["another format than the target is allowed", "the plugin is off: then the list is a policy of its own"],
  sources: [
    "openstack/glance glance/api/v2/images.py (disk_format is checked at create)",
    "openstack/glance glance/async_/flows/plugins/image_conversion.py",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (!api.conversionPlugin || !setting(api, "image_format", "disk_formats").isSet) continue;
      const formats = list(api, "image_format", "disk_formats");
      const target = api.conversionOutput ?? "raw";
      const others = formats.filter((format) => !["iso", "aki", "ari", "ami", target].includes(format));
      if (formats.length === 0 || others.length > 0) continue;
      yield {
        message: "only",
        option: "[image_format]disk_formats",
        at: placeOf(api, "image_format", "disk_formats"),
        data: { formats: formats.join(", ").slice(0, 60) },
        fix: [
          {
            file: api.file,
            section: "image_format",
            key: "disk_formats",
            value: [...formats, "qcow2"].join(","),
            why: "users bring qcow2, the import stores raw",
          },
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});
