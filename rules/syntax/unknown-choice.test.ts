import { testRule } from "../../src/check/test-rule.ts";
import { unknownChoice } from "./unknown-choice.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(unknownChoice, {
  silent: [
    { name: "the exact word", given: glance("[image_conversion]\noutput_format = raw") },
    { name: "a choice of a later release, the release unknown", given: glance("[paste_deploy]\nflavor = keystone") },
  ],
  reports: [
    {
      name: "capital letters",
      given: glance("[image_conversion]\noutput_format = RAW"),
      expect: [
        {
          option: "[image_conversion]output_format",
          problem: "parse_error",
          severity: "high",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "image_conversion", key: "output_format", value: "raw" }],
        },
      ],
    },
    {
      name: "a word that is no choice at all",
      given: { "nova.conf": "[libvirt]\nimages_type = ceph\n" },
      expect: [{ option: "[libvirt]images_type", file: "nova.conf", line: 2, fix: [] }],
    },
  ],
});
