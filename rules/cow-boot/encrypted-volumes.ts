import { defineRule } from "../../src/check/rule.ts";

export const encryptedVolumes = defineRule({
  id: "cow-boot/encrypted-volumes",
  title: "Encrypted volumes are copied from the image, not cloned",
  severity: "info",
  part: "b",
  problem: "side_effect",
  needs: ["cinder", "words"],
  messages: {
    copied: "Volumes of encrypted types copy the whole image at creation, raw or not: only plain ones are clones",
  },
  why: "Cinder does not clone an image into a volume of an encrypted type: it downloads, encrypts and writes it. That is how it works, and the reason why such volumes take minutes where others take seconds.",
  wrong: "# an encrypted volume type, expected to be created as a clone",
  right: "# plan with a copy for each encrypted volume, or encrypt below Ceph (dmcrypt OSDs)",
  silentWhen: ["nobody speaks of encrypted volume types", "Cinder is not on RBD"],
  sources: ["openstack/cinder cinder/volume/flows/manager/create_volume.py _create_from_image (encryption_key_id)"],
  *check({ words, cinder }) {
    const said = words.encryptedVolumes;
    if (!said || !cinder.some(({ usesRbd }) => usesRbd === true)) return;
    yield { message: "copied", option: "catalog", at: said.at };
  },
});
