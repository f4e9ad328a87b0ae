import { testRule } from "../../src/check/test-rule.ts";
import { pluginSettingsUnused } from "./plugin-settings-unused.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(pluginSettingsUnused, {
  silent: [
    {
      name: "the plugin is listed",
      given: glance(
        "[image_conversion]\noutput_format = raw\n[image_import_opts]\nimage_import_plugins = [image_conversion]",
      ),
    },
    { name: "nothing is set", given: glance("[image_import_opts]\nimage_import_plugins = ['no_op']") },
  ],
  reports: [
    {
      name: "an output format alone",
      given: glance("[image_conversion]\noutput_format = raw"),
      expect: [{ option: "[image_conversion]output_format", problem: "no_effect", severity: "medium", line: 4 }],
    },
    {
      name: "properties to inject alone",
      given: glance("[inject_metadata_properties]\ninject = a:b"),
      expect: [{ option: "[inject_metadata_properties]inject", line: 4 }],
    },
  ],
});
