import { defineRule } from "../../src/check/rule.ts";
import { formatShare } from "../../src/facts/catalog/not-cloneable.ts";
import { apisOf, storesNearDisks } from "../../src/facts/clone-chain.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";
import { plural } from "../../src/units.ts";

const KEY = "never_download_image_if_on_rbd";

export const neverDownload = defineRule({
  id: "cow-boot/never-download",
  title: "Images that cannot be cloned do not boot here at all",
  severity: "high",
  part: "c",
  problem: "side_effect",
  needs: ["nova", "glance", "image-rows"],
  messages: {
    formats:
      "{count} that are not raw cannot boot on these computes: never_download_image_if_on_rbd forbids the way they take",
  },
  why: "With this option a boot fails when the image lies in RBD and cannot be cloned, instead of downloading it. That keeps computes free of slow boots once all images are raw. Until then each image of another format is unusable there.",
  wrong: "[workarounds]\nnever_download_image_if_on_rbd = True\n# and qcow2 images in the RBD store",
  right: "# convert the images first\n[workarounds]\nnever_download_image_if_on_rbd = True",
  remedy: "convert the images to raw first, or take the workaround out",
  silentWhen: ["all images are raw, or ISO", "the option is off", "images_type is not rbd"],
  sources: ["openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (never_download_image_if_on_rbd)"],
  *check(cloud) {
    if (!cloud.catalog) return;
    for (const compute of cloud.nova) {
      if (compute.usesRbd !== true || flag(compute, "workarounds", KEY) !== true) continue;
      const stores = apisOf(cloud.glance, compute).flatMap((api) => storesNearDisks(cloud, api));
      const share = formatShare(cloud.catalog, new Set(stores.map(({ id }) => id)));
      if (!share || share.count === 0) continue;
      yield {
        message: "formats",
        option: optionName(compute, "workarounds", KEY),
        at: placeOf(compute, "workarounds", KEY),
        data: { count: plural(share.count, "image") },
        objects: share.examples?.map(({ id }) => id) ?? [],
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});
