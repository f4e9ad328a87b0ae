import { defineRule } from "../../src/check/rule.ts";
import { rbdStores } from "../../src/facts/clone.ts";
import { cloneTargets, importFileOf, pluginList } from "../../src/facts/conversion.ts";
import { cephUse, placeOf, scopeIn } from "../../src/facts/place.ts";

export const rawWithoutClones = defineRule({
  id: "formats/raw-without-clones",
  title: "Imports are blown up to raw where nothing clones",
  severity: "medium",
  part: "b",
  problem: "raw_wasteful_here",
  needs: ["glance"],
  messages: {
    raw: "Imports are converted to raw, and no store is on Ceph: every image is stored and sent at its full size, for nothing",
  },
  why: "Raw pays where disks are cloned from it. In a file system or an object store it is the largest form of an image: often three to twenty times the qcow2 in bytes kept and in bytes sent to each compute, which converts what it needs by itself.",
  wrong:
    "enabled_backends = files:file\n[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = raw",
  right: "enabled_backends = files:file\n[image_import_opts]\nimage_import_plugins = []",
  silentWhen: [
    "a store is on RBD",
    "images are kept by Cinder, whose array may clone raw volumes",
    "the plugin writes another format, or is off",
    "the operator moves to Ceph",
  ],
  sources: [
    "openstack/glance glance/async_/flows/plugins/image_conversion.py",
    "openstack/nova nova/virt/images.py fetch_to_raw",
    "judgement: the factor depends on how full the images are",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (!api.conversionPlugin || (api.conversionOutput ?? "raw") !== "raw" || !api.parses) continue;
      if (api.stores.length === 0 || rbdStores(api).length > 0 || cloneTargets(cloud, api)) continue;
      if (
        api.stores.some(({ type }) => type === "cinder") ||
        cephUse(cloud) === "by-file" ||
        cloud.words.ceph?.value === "yes"
      )
        continue;
      yield {
        message: "raw",
        option: "[image_import_opts]image_import_plugins",
        at: placeOf(api, "image_import_opts", "image_import_plugins"),
        fix: [
          {
            file: importFileOf(api),
            section: "image_import_opts",
            key: "image_import_plugins",
            value: pluginList(api.importPlugins.filter((plugin) => plugin !== "image_conversion")),
          },
        ],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});
