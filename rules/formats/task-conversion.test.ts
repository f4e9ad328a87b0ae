import { testRule } from "../../src/check/test-rule.ts";
import { taskConversion } from "./task-conversion.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(taskConversion, {
  silent: [
    { name: "unset", given: glance("[taskflow_executor]\nmax_workers = 5") },
    {
      name: "the plugin is on",
      given: glance(
        "[taskflow_executor]\nconversion_format = raw\n[image_import_opts]\nimage_import_plugins = ['image_conversion']",
      ),
    },
  ],
  reports: [
    {
      name: "only the old way is set",
      given: glance("[taskflow_executor]\nconversion_format = raw"),
      expect: [
        { option: "[taskflow_executor]conversion_format", problem: "no_effect", severity: "low", line: 4, part: "b" },
      ],
    },
  ],
});
