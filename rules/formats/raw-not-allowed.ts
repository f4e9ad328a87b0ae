import { defineRule } from "../../src/check/rule.ts";
import { cloneTargets } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

export const rawNotAllowed = defineRule({
  id: "formats/raw-not-allowed",
  title: "Glance refuses the one format that disks are cloned from",
  severity: "high",
  part: "b",
  problem: "wrong_value",
  needs: ["glance"],
  messages: { refused: "disk_formats leaves out raw: nobody can bring an image here that {names} could clone" },
  why: "disk_formats is the list of formats that an image may have. Without raw every upload is of a format that is copied at boot, and the conversion plugin cannot help: its result is raw.",
  wrong: "[image_format]\ndisk_formats = qcow2,iso",
  right: "[image_format]\ndisk_formats = raw,qcow2,iso",
  silentWhen: ["raw is in the list, or the list is the default", "no disks are cloned from a store of this API"],
  sources: [
    "openstack/glance glance/common/config.py disk_formats",
    "openstack/glance glance/api/v2/images.py get_base_properties (enum)",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (!setting(api, "image_format", "disk_formats").isSet) continue;
      const formats = list(api, "image_format", "disk_formats");
      const targets = cloneTargets(cloud, api);
      if (formats.length === 0 || formats.some((format) => /[$[\]]|^raw$/i.test(format)) || !targets) continue;
      yield {
        message: "refused",
        severity: targets.sure ? "high" : "medium",
        option: "[image_format]disk_formats",
        at: placeOf(api, "image_format", "disk_formats"),
        data: { names: targets.names },
        fix: [
          {
            file: api.file,
            section: "image_format",
            key: "disk_formats",
            value: ["raw", ...formats].join(","),
            conditional: !targets.sure,
          },
        ],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});
