import { testRule } from "../../src/check/test-rule.ts";
import { pluginOrder } from "./plugin-order.ts";

const glance = (plugins: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});

testRule(pluginOrder, {
  silent: [
    { name: "decompression first", given: glance("['image_decompression','image_conversion']") },
    { name: "conversion alone", given: glance("['image_conversion']") },
    { name: "decompression alone", given: glance("[image_decompression]") },
  ],
  reports: [
    {
      name: "conversion first",
      given: glance("['inject_image_metadata','image_conversion','image_decompression']"),
      expect: [
        {
          option: "[image_import_opts]image_import_plugins",
          problem: "unsupported_combination",
          severity: "medium",
          line: 4,
          fix: [{ value: "['inject_image_metadata','image_decompression','image_conversion']" }] as never,
        },
      ],
    },
  ],
});
