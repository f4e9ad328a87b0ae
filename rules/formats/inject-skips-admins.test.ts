import { testRule } from "../../src/check/test-rule.ts";
import { injectSkipsAdmins } from "./inject-skips-admins.ts";

const glance = (lines: string, plugins = "['inject_image_metadata']") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_import_opts]\nimage_import_plugins = ${plugins}\n[inject_metadata_properties]\n${lines}\n`,
});

testRule(injectSkipsAdmins, {
  silent: [
    { name: "no roles are left out", given: glance("inject = a:b\nignore_user_roles =") },
    { name: "nothing is injected", given: glance("") },
    { name: "the plugin is off", given: glance("inject = a:b", "[]") },
  ],
  reports: [
    {
      name: "the default",
      given: glance("inject = a:b"),
      expect: [{ option: "[inject_metadata_properties]ignore_user_roles", severity: "info", line: 5 }],
    },
  ],
});
