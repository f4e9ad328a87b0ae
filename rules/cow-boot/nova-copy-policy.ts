import { defineRule } from "../../src/check/rule.ts";
import { copyingComputes } from "../../src/facts/clone-chain.ts";
import { scopeIn } from "../../src/facts/place.ts";

export const novaCopyPolicy = defineRule({
  id: "cow-boot/nova-copy-policy",
  title: "Users may not copy images, so their boots fail where Nova asks for a copy",
  severity: "high",
  part: "c",
  problem: "policy_blocks_copy",
  needs: ["nova", "glance"],
  messages: {
    admin: "copy_image is for admins only, but Nova copies to {store} with the user's token: users' boots fail there",
    absent: "The policy leaves copy_image to admins (its default), but Nova copies to {store} with the user's token",
  },
  why: "Nova asks Glance for the copy with the token of the user who boots. The default policy leaves copy_image to admins, and Nova does not fall back to a download after that refusal: the boot of any image that is not yet in the store fails.",
  wrong: "# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = site1\n# Glance's policy.yaml\ncopy_image: role:admin",
  right: "# Glance's policy.yaml\ncopy_image: \"'public':%(visibility)s or role:admin\"",
  silentWhen: [
    "the policy opens copy_image to more than admins",
    "no compute on RBD names a store of Glance",
    "the named store is the only one that takes images",
    "no policy was given: then it is unchecked",
  ],
  sources: [
    "openstack/glance glance/policies/image.py copy_image (default: admin)",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.copy_to_store (ImageNotAuthorized is not caught)",
    "openstack/glance doc/source/admin/interoperable-image-import.rst (opening copy_image)",
  ],
  *check(cloud) {
    const copying = copyingComputes(cloud).find(({ needed }) => needed);
    if (!copying) return;
    const { store, compute } = copying;
    const report = { option: "policy copy_image", ...scopeIn(cloud.nova, compute), data: { store } };
    const rule = cloud.policy.findLast(({ name }) => name === "copy_image");
    const said = cloud.words.copyImagePolicyOpen;
    const glancePolicy = cloud.policy.find(({ name }) => GLANCE_RULE.test(name));
    if (rule) {
      if (isAdminOnly(rule.value)) yield { message: "admin", ...report, at: rule.at };
    } else if (said?.value === true) {
      return;
    } else if (glancePolicy) {
      yield { message: "absent", ...report, at: { file: glancePolicy.at.file, line: null } };
    } else if (said) {
      yield { message: "admin", ...report, at: said.at };
    } else {
      yield { unchecked: ["Glance's policy.yaml"] };
    }
  },
});

/** Rules that only Glance's policy has. */
const GLANCE_RULE =
  /^(((get|add|modify|delete|publicize|communitize|upload|download|deactivate|reactivate|set|fetch)_images?(_location)?)|service_api|tasks_api_access|manage_image_cache|metadef_\w+)$/;

/** Every alternative is an admin's, or nobody's. */
function isAdminOnly(value: string): boolean {
  if (value.trim() === "") return false;
  return value
    .split(/\s+or\s+/)
    .every((part) =>
      /(^|[\s(])(rule:context_is_admin|rule:admin\w*|role:admin|is_admin:(True|1)|!)($|[\s)])/.test(part),
    );
}
