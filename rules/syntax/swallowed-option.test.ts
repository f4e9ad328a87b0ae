import { testRule } from "../../src/check/test-rule.ts";
import { swallowedOption } from "./swallowed-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(swallowedOption, {
  silent: [
    { name: "a list over several lines", given: glance("enabled_import_methods = [glance-direct,\n   copy-image]") },
    {
      name: "an indented pair that is no option",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd,\n  b:file\n" },
    },
    { name: "an indented comment", given: glance("debug = True\n\n# show_image_direct_url = True") },
  ],
  reports: [
    {
      name: "an option under an address",
      given: glance("worker_self_reference_url = http://192.0.2.1:9292\n    show_image_direct_url = True"),
      expect: [
        {
          option: "[DEFAULT]show_image_direct_url",
          problem: "ambiguous_syntax",
          severity: "high",
          line: 4,
          fix: [
            {
              file: "glance-api.conf",
              section: "DEFAULT",
              key: "worker_self_reference_url",
              value: "http://192.0.2.1:9292",
            },
            { file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "True" },
          ],
        },
      ],
    },
    {
      name: "two of them",
      given: glance("log_dir = /var/log\n  debug = True\n  show_image_direct_url: True"),
      expect: [
        { option: "[DEFAULT]debug", line: 4 },
        { option: "[DEFAULT]show_image_direct_url", line: 5 },
      ],
    },
  ],
});
