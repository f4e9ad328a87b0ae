import { defineRule } from "../../src/check/rule.ts";
import { rbdStores } from "../../src/facts/clone.ts";
import { cephUse } from "../../src/facts/place.ts";

export const cloneFormatV1 = defineRule({
  id: "cow-boot/clone-format-v1",
  title: "An image cannot be deleted while a disk is cloned from it",
  severity: "low",
  part: "e",
  problem: "side_effect",
  needs: ["glance"],
  messages: {
    set: "rbd_default_clone_format = 1: an image stays undeletable (409) as long as one disk is cloned from it",
    cluster:
      "The cluster still lets in clients of {release}: new clones have format 1, and block the deletion of their image",
  },
  why: "A clone of format 1 needs its parent's snapshot protected, so Glance answers 409 for a delete while servers live. Format 2, used once the cluster demands clients of Mimic or newer, lets the image go to the trash and frees it when the last clone is gone. Existing clones keep their format.",
  wrong: "$ ceph osd get-require-min-compat-client\nluminous",
  right: "# once no older client is connected (ceph features)\nceph osd set-require-min-compat-client mimic",
  silentWhen: [
    "the cluster demands mimic or newer, and no client says 1",
    "rbd_default_clone_format is 2",
    "no disks are on Ceph",
    "nothing shows what the cluster demands: then it stays open",
  ],
  sources: [
    "ceph/ceph src/common/options/rbd.yaml.in rbd_default_clone_format",
    "openstack/glance_store glance_store/_drivers/rbd.py _delete_image",
  ],
  *check(cloud) {
    const use = cephUse(cloud);
    if (!cloud.glance.some((api) => rbdStores(api).length > 0) || use === "no" || use === "unknown") return;
    let two = false;
    for (const { file, options } of cloud.ceph) {
      const option = options.findLast(({ key }) => key.replaceAll(/[\s-]/g, "_") === "rbd_default_clone_format");
      if (option?.value === "2") two = true;
      if (option?.value !== "1") continue;
      yield { message: "set", option: `[${option.section}]rbd_default_clone_format`, at: { file, line: option.line } };
    }
    const least = cloud.minCompatClient;
    if (!two && least && BEFORE_MIMIC.has(least.value.toLowerCase()))
      yield { message: "cluster", option: "require-min-compat-client", at: least.at, data: { release: least.value } };
  },
});

const BEFORE_MIMIC = new Set(["argonaut", "bobtail", "dumpling", "firefly", "hammer", "jewel", "kraken", "luminous"]);
