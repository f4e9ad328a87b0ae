import { testRule } from "../../src/check/test-rule.ts";
import { decompressionUnbounded } from "./decompression-unbounded.ts";

const glance = (lines: string, plugins = "['image_decompression']") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});

testRule(decompressionUnbounded, {
  silent: [
    { name: "a limit", given: glance("image_size_cap = 214748364800") },
    { name: "limits by Keystone", given: glance("use_keystone_limits = True") },
    { name: "the plugin is off", given: glance("", "[]") },
  ],
  reports: [
    {
      name: "the default",
      given: glance(""),
      expect: [{ option: "[DEFAULT]image_size_cap", severity: "low", line: 1 }],
    },
  ],
});
