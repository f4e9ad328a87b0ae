import { testRule } from "../../src/check/test-rule.ts";
import { formatMatchOff } from "./format-match-off.ts";

const glance = (lines: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_format]\n${lines}\n`,
});

testRule(formatMatchOff, {
  silent: [
    { name: "the default", given: glance(""), release: "2025.1" },
    { name: "on", given: glance("require_image_format_match = yes"), release: "2026.1" },
    {
      name: "an older release does not know it",
      given: glance("require_image_format_match = False"),
      release: "2024.1",
    },
  ],
  reports: [
    {
      name: "off",
      given: glance("require_image_format_match = False"),
      release: "2025.2",
      expect: [
        {
          option: "[image_format]require_image_format_match",
          problem: "insecure",
          severity: "medium",
          line: 4,
          fix: [{ value: "True" }] as never,
        },
      ],
    },
  ],
});
