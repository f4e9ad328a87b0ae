import { testRule } from "../../src/check/test-rule.ts";
import { conversionSourceRefused } from "./conversion-source-refused.ts";

const glance = (formats: string, plugins = "['image_conversion']") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_format]\ndisk_formats = ${formats}\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});

testRule(conversionSourceRefused, {
  silent: [
    { name: "qcow2 may come in", given: glance("raw,qcow2") },
    { name: "raw as a policy, without the plugin", given: glance("raw", "[]") },
  ],
  reports: [
    {
      name: "raw and ISO only",
      given: glance("raw,iso"),
      expect: [
        {
          option: "[image_format]disk_formats",
          problem: "conversion_source_format_blocked",
          severity: "medium",
          line: 4,
          fix: [{ value: "raw,iso,qcow2" }] as never,
        },
      ],
    },
  ],
});
