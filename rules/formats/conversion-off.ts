import { defineRule, type Severity } from "../../src/check/rule.ts";
import { formatShare } from "../../src/facts/catalog/not-cloneable.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { cloneTargets, importFileOf, pluginList, uploadsPastPlugins } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { percent } from "../../src/units.ts";

export const conversionOff = defineRule({
  id: "formats/conversion-off",
  title: "Nothing turns uploads into raw",
  severity: "medium",
  part: "b",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    share:
      "The image_conversion plugin is off and {share} of the images are not raw: what is imported stays as it came",
    said: "The image_conversion plugin is off, and people upload as they like: what comes as qcow2 stays qcow2",
  },
  why: "Only raw images are cloned. Converting the old ones lasts until the next upload; the import plugin writes raw whatever users bring, once, in staging, instead of each compute at each boot. It runs in imports only.",
  wrong: "[image_import_opts]\nimage_import_plugins = []",
  right: "[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = raw",
  silentWhen: [
    "no disks are cloned from an RBD store of this API",
    "nearly all images are raw already: the way they come in works",
    "imports are switched off altogether",
    "no catalogue and no words tell what is uploaded",
  ],
  sources: [
    "openstack/glance glance/async_/flows/api_image_import.py get_flow (plugins run in imports, not in copy-image)",
    "openstack/glance glance/async_/flows/plugins/image_conversion.py",
    "judgement: high from half of the images, medium from 5 %",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (api.conversionPlugin || api.importMethods.length === 0 || api.scope.role === "internal") continue;
      const targets = cloneTargets(cloud, api);
      if (!targets) continue;
      const found = weigh(
        cloud,
        targets.stores.map(({ id }) => id),
        targets.sure,
      );
      if (!found) continue;
      const file = importFileOf(api);
      const plugins = api.importPlugins.filter((plugin) => plugin !== "no_op");
      yield {
        ...found,
        option: "[image_import_opts]image_import_plugins",
        at: placeOf(api, "image_import_opts", "image_import_plugins"),
        fix: [
          {
            file,
            section: "image_import_opts",
            key: "image_import_plugins",
            value: pluginList([...plugins, "image_conversion"]),
            conditional: !targets.sure,
          },
          { file, section: "image_conversion", key: "output_format", value: "raw", conditional: !targets.sure },
        ],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});

/** How much is at stake: by the catalogue; else by what is said of uploads. */
function weigh(
  cloud: Cloud,

  stores: readonly string[],
  sure: boolean,
): { message: "share" | "said"; severity: Severity; data?: Record<string, string> } | null {
  const shares = cloud.catalog ? formatShare(cloud.catalog, new Set(stores)) : null;
  if (shares && shares.all > 0) {
    const share = shares.count / shares.all;
    if (share < 0.05) return null;
    const severity: Severity = share >= 0.5 && sure ? "high" : "medium";
    return { message: "share", severity, data: { share: percent(shares.count, shares.all) } };
  }
  return uploadsPastPlugins(cloud) || cloud.words.uploadPaths.some(({ value }) => value === "import")
    ? { message: "said", severity: "low" }
    : null;
}
