import { testRule } from "../../src/check/test-rule.ts";
import { importMethodsEmpty } from "./import-methods-empty.ts";

const glance = (line: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${line}\n[glance_store]\ndefault_backend = a\n`,
});

testRule(importMethodsEmpty, {
  silent: [
    { name: "unset", given: glance("debug = True") },
    { name: "one method", given: glance("enabled_import_methods = [copy-image]") },
  ],
  reports: [
    {
      name: "an empty list",
      given: glance("enabled_import_methods = []"),
      expect: [
        { option: "[DEFAULT]enabled_import_methods", problem: "side_effect", severity: "medium", line: 3, part: "b" },
      ],
    },
    { name: "no value", given: glance("enabled_import_methods ="), expect: [{ line: 3 }] },
  ],
});
