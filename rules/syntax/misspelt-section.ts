import { defineRule } from "../../src/check/rule.ts";
import { inGlance, removalOf, reportStray } from "../../src/check/stray-report.ts";

export const misspeltSection = defineRule({
  id: "syntax/misspelt-section",
  title: "A section's name is misspelt",
  severity: "medium",
  part: "c",
  problem: "wrong_section",
  needs: [],
  messages: { misspelt: "{option}: there is no section of that name, [{section}] was probably meant" },
  why: "oslo.config ignores sections that nobody registered. Everything in them is without effect.",
  wrong: "[paste_deplyo]\nflavor = keystone",
  right: "[paste_deploy]\nflavor = keystone",
  silentWhen: ["the section is a store's, a volume backend's or one that a service names itself"],
  sources: ["openstack/oslo.config oslo_config/cfg.py (unregistered groups are not reported)"],
  *check(cloud) {
    yield* reportStray(cloud, "misspelt-section", (stray, service) => ({
      message: "misspelt",
      severity: inGlance(service, "medium"),
      data: { section: stray.section },
      fix: [
        removalOf(stray),
        { file: stray.file, section: stray.section, key: stray.entry.key, value: stray.entry.value },
      ],
    }));
  },
});
