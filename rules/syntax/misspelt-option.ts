import { defineRule } from "../../src/check/rule.ts";
import { inGlance, removalOf, reportStray } from "../../src/check/stray-report.ts";
import { setting } from "../../src/facts/settings.ts";

export const misspeltOption = defineRule({
  id: "syntax/misspelt-option",
  title: "An option's name is misspelt",
  severity: "medium",
  part: "c",
  problem: "unknown_option",
  needs: [],
  messages: { misspelt: "{option} is no option: {name} was probably meant; as it is, nothing reads it" },
  why: "oslo.config ignores names that nobody registered, so a slip of the pen looks like a setting and is none.",
  wrong: "[DEFAULT]\nshow_image_direct_ulr = True",
  right: "[DEFAULT]\nshow_image_direct_url = True",
  silentWhen: ["the option is known in that section in the release in use", "no option's name is near"],
  sources: [
    "openstack/oslo.config oslo_config/cfg.py (unregistered options are not reported)",
    "oslo-config-generator output of each release",
  ],
  *check(cloud) {
    yield* reportStray(cloud, "misspelt", (stray, service) => {
      const { section, value } = stray.entry;
      const counts = setting(service, section, stray.name).isSet;
      const meant = counts ? [] : [{ file: stray.file, section, key: stray.name, value }];
      return {
        message: "misspelt",
        severity: counts ? inGlance(service, "low") : inGlance(service, "medium", "low"),
        data: { name: stray.name },
        fix: [removalOf(stray), ...meant],
      };
    });
  },
});
