import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

export const verifySkippedOnClone = defineRule({
  id: "formats/verify-skipped-on-clone",
  title: "Signatures are not verified when a disk is cloned",
  severity: "medium",
  part: "b",
  problem: "not_enforced_on_clone",
  needs: ["nova", "glance"],
  messages: {
    skipped:
      "verify_glance_signatures is on, but disks here are clones: a clone is made without reading the image, so nothing is verified",
  },
  why: "Nova verifies a signature while it downloads. A clone downloads nothing, and neither signature nor certificates are looked at. Verification at upload, by Glance, is what still holds; who may write to the images pool decides the rest.",
  wrong: "[libvirt]\nimages_type = rbd\n[glance]\nverify_glance_signatures = True\n# taken for a guarantee at boot",
  right: "# rely on the verification at upload, and on the rights on the images pool",
  silentWhen: ["it is off", "disks are not cloned here"],
  sources: ["openstack/nova nova/virt/libvirt/driver.py _create_and_inject_local_root (clone, trusted_certs)"],
  *check(cloud) {
    for (const compute of cloud.nova) {
      if (flag(compute, "glance", "verify_glance_signatures") !== true) continue;
      const clones = cloud.clone.verdicts.some(
        ({ consumer, scope, possible }) => consumer === "nova" && scope === compute.scope.label && possible === true,
      );
      if (!clones) continue;
      yield {
        message: "skipped",
        option: optionName(compute, "glance", "verify_glance_signatures"),
        at: placeOf(compute, "glance", "verify_glance_signatures"),
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});
