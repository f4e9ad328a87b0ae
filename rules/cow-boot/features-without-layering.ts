import { defineRule } from "../../src/check/rule.ts";
import { rbdStores } from "../../src/facts/clone.ts";

/** The bit of layering, without which an image has no clones (ceph/ceph src/include/rbd/features.h). */
const LAYERING = 1;

export const featuresWithoutLayering = defineRule({
  id: "cow-boot/features-without-layering",
  title: "New images have no layering, so nothing can be cloned from them",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance", "ceph"],
  messages: {
    layering: "rbd_default_features = {value} leaves out layering: images made by this client cannot be cloned",
  },
  why: "Layering is the feature that clones rest on. Glance creates its objects with the features that its client's ceph.conf names; without layering the snapshot cannot be protected and every boot copies.",
  wrong: "[client]\nrbd_default_features = 60",
  right: "[client]\nrbd_default_features = 61",
  silentWhen: [
    "the option is not set: the default holds layering",
    "layering is in it, as a number or by name",
    "Glance has no RBD store",
  ],
  sources: [
    "ceph/ceph src/common/options/rbd.yaml.in rbd_default_features",
    "openstack/glance_store glance_store/_drivers/rbd.py _create_image (features)",
  ],
  *check(cloud) {
    if (!cloud.glance.some((api) => rbdStores(api).length > 0)) return;
    for (const { file, options } of cloud.ceph) {
      const option = options.findLast(({ key }) => key.replaceAll(/[\s-]/g, "_") === "rbd_default_features");
      if (!option || hasLayering(option.value) !== false) continue;
      yield {
        message: "layering",
        option: `[${option.section}]rbd_default_features`,
        at: { file, line: option.line },
        data: { value: option.value.slice(0, 60) },
      };
    }
  },
});

/** Null for a text that is neither a number nor a list of features. */
function hasLayering(value: string): boolean | null {
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return text === "0" || (Number(text) & LAYERING) !== 0;
  if (!/^[a-z][a-z, -]*$/.test(text)) return null;
  return text.split(/[\s,]+/).includes("layering");
}
