import { defineRule } from "../../src/check/rule.ts";
import { cloneTargets, importFileOf } from "../../src/facts/conversion.ts";
import { outsideText } from "../../src/facts/outside-text.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";

export const conversionNotRaw = defineRule({
  id: "formats/conversion-not-raw",
  title: "Imports are converted into a format that no disk is cloned from",
  severity: "high",
  part: "b",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    format: "Imports are converted to {format}: {names} clone raw images only, so every import loses its clones",
  },
  why: "The plugin rewrites what users bring, raw images too. With qcow2 as its output on a store that disks are cloned from, it turns the one format that boots without a copy into one that is downloaded and converted for each compute.",
  wrong: "[image_conversion]\noutput_format = qcow2",
  right: "[image_conversion]\noutput_format = raw",
  silentWhen: ["the output is raw", "the default store is not on Ceph, or no disks are", "the plugin is off"],
  sources: [
    "openstack/glance glance/async_/flows/plugins/image_conversion.py",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      const format = api.conversionOutput ?? "raw";
      if (!api.conversionPlugin || format === "raw") continue;
      const targets = cloneTargets(cloud, api);
      if (!targets?.stores.some(({ id }) => id === api.defaultStoreId)) continue;
      yield {
        message: "format",
        severity: targets.sure ? "high" : "medium",
        option: "[image_conversion]output_format",
        at: placeOf(api, "image_conversion", "output_format"),
        data: { format: outsideText(format) ?? "another format", names: targets.names },
        fix: [
          {
            file: importFileOf(api),
            section: "image_conversion",
            key: "output_format",
            value: "raw",
            conditional: !targets.sure,
          },
        ],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});
