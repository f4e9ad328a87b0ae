import { testRule } from "../../src/check/test-rule.ts";
import { novaInspectionOff } from "./nova-inspection-off.ts";

const nova = (lines: string) => ({ "nova.conf": `[DEFAULT]\n[workarounds]\n${lines}\n` });

testRule(novaInspectionOff, {
  silent: [
    { name: "the default", given: nova("") },
    { name: "off", given: nova("disable_deep_image_inspection = False") },
  ],
  reports: [
    {
      name: "switched off",
      given: nova("disable_deep_image_inspection = True"),
      expect: [
        {
          option: "[workarounds]disable_deep_image_inspection",
          problem: "insecure",
          severity: "high",
          line: 3,
          fix: [{ value: "False" }] as never,
        },
      ],
    },
  ],
});
