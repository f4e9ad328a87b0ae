import { testRule } from "../../src/check/test-rule.ts";
import { pluginUnknown } from "./plugin-unknown.ts";

const glance = (plugins: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});

testRule(pluginUnknown, {
  silent: [
    { name: "all four", given: glance("[no_op,inject_image_metadata,image_conversion,image_decompression]") },
    { name: "none", given: glance("[]") },
  ],
  reports: [
    {
      name: "misspelt",
      given: glance("['image_conversions']"),
      expect: [
        {
          option: "[image_import_opts]image_import_plugins",
          problem: "wrong_value",
          severity: "medium",
          line: 4,
          fix: [{ value: "['image_conversion']" }] as never,
        },
      ],
    },
    { name: "a plugin of one's own", given: glance("['scan_for_viruses']"), expect: [{ severity: "low", fix: [] }] },
  ],
});
