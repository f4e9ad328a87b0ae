import { defineRule } from "../../src/check/rule.ts";
import { RAW_SHARE_FOR_EFFECTIVE, rawShare, serviceApis } from "../../src/facts/clone.ts";
import type { Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

/** Stores that hold no data of their own. */
const READ_ONLY = "http";

export const uselessOnClones = defineRule({
  id: "image-cache/useless-on-clones",
  title: "The image cache is on, and boots are clones that never read through it",
  severity: "low",
  part: "d",
  problem: "cache_useless_here",
  needs: ["glance", "nova"],
  messages: {
    useless:
      "The image cache is on, but boots are clones inside Ceph and never read through it: it only holds odd downloads",
    partly:
      "The image cache serves only the images that are not raw: as raw images they are cloned, and it has nothing left to do",
  },
  why: "A clone moves no image data through glance-api, so the cache never sees it. What is left are downloads by people and tools, and each first one is written to the API node's disk as well. The cache needs room, a pruner and its own settings for that.",
  wrong:
    "[paste_deploy]\nflavor = keystone+cachemanagement\n(all stores rbd, Nova and Cinder on the same Ceph, images raw)",
  right: "[paste_deploy]\nflavor = keystone",
  silentWhen: [
    "the flavor has no cache in it: image_cache_dir alone does nothing",
    "some store is not on Ceph: its images are read through the API",
    "Nova's or Cinder's disks are not all on Ceph, or no clone is possible",
  ],
  sources: [
    "openstack/glance glance/api/middleware/cache.py CacheFilter.process_request",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "ceph/ceph doc/rbd/rbd-openstack.rst: leave cachemanagement out of the flavor",
  ],
  *check(cloud) {
    for (const api of serviceApis(cloud.glance)) {
      if (api.cacheActive !== true || !allOnCeph(cloud, api)) continue;
      const nova = cloud.clone.verdicts.filter(({ consumer, api: file }) => consumer === "nova" && file === api.file);
      if (!nova.some(({ possible }) => possible === true)) continue;
      const share = rawShare(cloud.catalog);
      const useless = share === null || share >= RAW_SHARE_FOR_EFFECTIVE;
      yield {
        message: useless ? "useless" : "partly",
        ...(useless ? {} : { severity: "info" as const }),
        option: optionName(api, "paste_deploy", "flavor"),
        at: placeOf(api, "paste_deploy", "flavor"),
        ...scopeIn(cloud.glance, api),
        ...(useless && text(api, "paste_deploy", "flavor")?.startsWith("keystone+") ? { fix: [offFix(api)] } : {}),
      };
    }
  },
});

const offFix = ({ file }: GlanceApi) => ({ file, section: "paste_deploy", key: "flavor", value: "keystone" });

function allOnCeph({ nova, cinder }: Cloud, { stores }: GlanceApi): boolean {
  return (
    stores.some(({ type }) => type === "rbd") &&
    stores.every(({ type }) => type === "rbd" || type === READ_ONLY) &&
    nova.every(({ usesRbd }) => usesRbd === true) &&
    cinder.every(({ backends }) => backends.every(({ rbd }) => rbd))
  );
}
