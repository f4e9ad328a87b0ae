import { defineRule } from "../../src/check/rule.ts";
import { inGlance, removalOf, reportStray } from "../../src/check/stray-report.ts";
import { isServerOption } from "../../src/facts/server-options.ts";

export const removedOption = defineRule({
  id: "syntax/removed-option",
  title: "An option that this release no longer has",
  severity: "low",
  part: "c",
  problem: "removed_option",
  needs: [],
  messages: { removed: "{option} is gone since {release}: it is ignored without a word" },
  why: "oslo.config says nothing about options that nobody registered. A removed option stays in the file, looks as if it worked, and misleads the next reader.",
  wrong: "# 2025.1\n[DEFAULT]\nlocation_strategy = store_type",
  right: "# 2025.1\n[ceph]\nweight = 100",
  silentWhen: [
    "the release is not known",
    "the option is still read under a newer name",
    "the options of Glance's own web server, about which a rule of its own speaks",
  ],
  sources: [
    "oslo-config-generator output of each release, compared",
    "openstack/oslo.config oslo_config/cfg.py (unregistered options are not reported)",
  ],
  *check(cloud) {
    yield* reportStray(cloud, "removed", (stray, service) => {
      if (isServerOption(service, stray.entry.section, stray.entry.key)) return null;
      return {
        message: "removed",
        severity: inGlance(service, "low"),
        data: { release: stray.release },
        ...(service.project === "glance" ? { fix: [removalOf(stray)] } : {}),
      };
    });
  },
});
