import { testRule } from "../../src/check/test-rule.ts";
import { listWithoutBrackets } from "./list-without-brackets.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(listWithoutBrackets, {
  silent: [
    { name: "brackets", given: glance("enabled_import_methods = [glance-direct, copy-image]") },
    { name: "brackets and quotes", given: glance("enabled_import_methods = ['glance-direct','copy-image']") },
    { name: "a plain list", given: glance("[image_format]\ndisk_formats = raw,qcow2") },
  ],
  reports: [
    {
      name: "import methods without brackets",
      given: glance("enabled_import_methods = glance-direct,web-download"),
      expect: [
        {
          option: "[DEFAULT]enabled_import_methods",
          problem: "parse_error",
          severity: "high",
          line: 3,
          fix: [
            {
              file: "glance-api.conf",
              section: "DEFAULT",
              key: "enabled_import_methods",
              value: "[glance-direct,web-download]",
            },
          ],
        },
      ],
    },
    {
      name: "and a misspelt method, where the release knows them all",
      given: glance("enabled_import_methods = glance-direct,web-downlod"),
      release: "2026.2",
      expect: [{ fix: [{ value: "[glance-direct,web-download]" }] as never }],
    },
    {
      name: "plugins in the import file, half a bracket",
      given: {
        ...glance(""),
        "glance-image-import.conf": "[image_import_opts]\nimage_import_plugins = image_conversion]\n",
      },
      expect: [{ option: "[image_import_opts]image_import_plugins", file: "glance-image-import.conf", line: 2 }],
    },
  ],
});
