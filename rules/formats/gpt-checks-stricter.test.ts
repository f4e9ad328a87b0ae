import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { gptChecksStricter } from "./gpt-checks-stricter.ts";

const glance = (lines = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_format]\n${lines}\n`,
});
const images = (format: string) => ({ "images.json": page([image(1, { disk_format: format })]) });

testRule(gptChecksStricter, {
  silent: [
    { name: "decided", given: { ...glance("gpt_safety_checks_nonfatal = mbr"), ...images("raw") }, release: "2026.2" },
    { name: "before", given: { ...glance(), ...images("raw") }, release: "2026.1" },
    { name: "no raw images", given: { ...glance(), ...images("qcow2") }, release: "2026.2" },
  ],
  reports: [
    {
      name: "the new default",
      given: { ...glance(), ...images("raw") },
      release: "2026.2",
      expect: [{ option: "[image_format]gpt_safety_checks_nonfatal", severity: "info", line: 3 }],
    },
  ],
});
