import { testRule } from "../../src/check/test-rule.ts";
import { laterOption } from "./later-option.ts";

const conf = "[DEFAULT]\nenabled_backends = ceph:rbd\n[image_format]\nrequire_image_format_match = True\n";

testRule(laterOption, {
  silent: [
    { name: "the release has it", given: { "glance-api.conf": conf }, release: "2025.1" },
    { name: "the release is not known", given: { "glance-api.conf": conf } },
  ],
  reports: [
    {
      name: "the release does not have it yet",
      given: { "glance-api.conf": conf },
      release: "2024.1",
      expect: [
        { option: "[image_format]require_image_format_match", problem: "unknown_option", severity: "low", line: 4 },
      ],
    },
  ],
});
