import { testRule } from "../../src/check/test-rule.ts";
import { misspeltOption } from "./misspelt-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(misspeltOption, {
  silent: [
    { name: "spelled right", given: glance("show_image_direct_url = True") },
    { name: "nothing is near", given: glance("site_colour = blue") },
    { name: "dashes for underscores", given: glance("show-image-direct-url = True") },
  ],
  reports: [
    {
      name: "two letters swapped",
      given: glance("show_image_direct_ulr = True"),
      expect: [
        {
          option: "[DEFAULT]show_image_direct_ulr",
          problem: "unknown_option",
          severity: "medium",
          line: 3,
          fix: [
            { file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_ulr", value: null },
            { file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "True" },
          ],
        },
      ],
    },
    {
      name: "the right one is set as well",
      given: glance("show_image_direct_url = True\nshow_image_direct_urls = True"),
      expect: [{ option: "[DEFAULT]show_image_direct_urls", severity: "low", line: 4 }],
    },
  ],
});
