import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

const KEY = "disable_deep_image_inspection";

export const novaInspectionOff = defineRule({
  id: "formats/nova-inspection-off",
  title: "Nova does not look into the images that it downloads",
  severity: "high",
  part: "b",
  problem: "insecure",
  needs: ["nova"],
  messages: {
    off: "disable_deep_image_inspection is on: images are handed to qemu-img unseen, and users can make it read files of the compute",
  },
  why: "Before a downloaded image is converted, Nova checks that it is what it claims and names no other file (CVE-2024-32498, CVE-2024-40767). The workaround switches that off for all images of all users.",
  wrong: "[workarounds]\ndisable_deep_image_inspection = True",
  right: "[workarounds]\ndisable_deep_image_inspection = False",
  silentWhen: ["it is off, as by default"],
  sources: [
    "OSSA-2024-001 (CVE-2024-32498), OSSA-2024-002 (CVE-2024-40767)",
    "openstack/nova nova/conf/workarounds.py disable_deep_image_inspection",
  ],
  *check({ nova }) {
    for (const compute of nova) {
      if (flag(compute, "workarounds", KEY) !== true) continue;
      yield {
        message: "off",
        option: optionName(compute, "workarounds", KEY),
        at: placeOf(compute, "workarounds", KEY),
        fix: [{ file: compute.file, section: writtenSection(compute, "workarounds"), key: KEY, value: "False" }],
        ...scopeIn(nova, compute),
      };
    }
  },
});
