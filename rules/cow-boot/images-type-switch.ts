import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const imagesTypeSwitch = defineRule({
  id: "cow-boot/images-type-switch",
  title: "Switching images_type under running servers loses their disks",
  severity: "high",
  part: "a",
  problem: "side_effect",
  needs: ["nova", "words"],
  messages: {
    flip: "Change images_type on empty computes only: a server is rebuilt from the new value at its next hard reboot and misses its disk",
  },
  why: "Nova derives where a server's disk lies from the compute's images_type each time it writes the domain's XML. After a switch, a hard reboot or the start of the host looks for the disk in the new place. Use new or emptied computes in an aggregate of their own, and move servers there.",
  wrong: "# on a compute with servers\n-images_type = qcow2\n+images_type = rbd",
  right: "# on an emptied compute, then migrate servers to it",
  silentWhen: ["nobody asks about changing images_type", "it is asked whether something else should change"],
  sources: [
    "openstack/nova nova/virt/libvirt/driver.py _hard_reboot",
    "openstack/nova nova/virt/libvirt/imagebackend.py Backend.by_name",
  ],
  *check({ words, nova }) {
    if (!asksToSwitch(words.text)) return;
    for (const compute of nova)
      yield {
        message: "flip",
        option: optionName(compute, "libvirt", "images_type"),
        at: setting(compute, "libvirt", "images_type").at ?? placeOf(compute, "libvirt", "images_type"),
        ...scopeIn(nova, compute),
      };
  },
});

const SWITCH =
  /\b(?:switch\w*|chang\w*|flip\w*|set(?:ting)?|mov\w*|migrat\w*|convert\w*|turn\w*|umstell\w*|wechsel\w*)\b/i;

/** A sentence that names the option and a change of it. */
function asksToSwitch(text: string): boolean {
  return text
    .split(/(?<=[.!?])\s|\n\s*\n/)
    .some((sentence) => /\bimages_type\b/.test(sentence) && SWITCH.test(sentence));
}
