import { defineRule } from "../../src/check/rule.ts";
import { cloneTargets } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { isWritable } from "../../src/facts/store-choice.ts";

export const conversionForAllStores = defineRule({
  id: "formats/conversion-for-all-stores",
  title: "Imports into the archive are raw as well",
  severity: "info",
  part: "b",
  problem: "side_effect",
  needs: ["glance"],
  messages: { all: "One output format holds for all stores: imports into {others} are raw too, at their full size" },
  why: "The conversion plugin knows one output format, whatever store an import names. Raw is right where disks are cloned; in an object or file store the same image takes more room. Upload archival images by PUT, which no plugin touches.",
  wrong: "enabled_backends = ceph:rbd, archive:s3\n[image_import_opts]\nimage_import_plugins = ['image_conversion']",
  right: "# golden images by import into ceph; archives by `openstack image create --file`, into archive",
  silentWhen: ["all stores that take images are on Ceph", "the plugin is off, or writes another format"],
  sources: ["openstack/glance glance/async_/flows/plugins/image_conversion.py (one output_format)"],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (!api.conversionPlugin || (api.conversionOutput ?? "raw") !== "raw" || !cloneTargets(cloud, api)) continue;
      const others = api.stores.filter((store) => store.type !== "rbd" && isWritable(store));
      if (others.length === 0) continue;
      yield {
        message: "all",
        option: "[image_conversion]output_format",
        at: placeOf(api, "image_conversion", "output_format"),
        data: { others: others.map(({ id }) => id).join(", ") },
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});
