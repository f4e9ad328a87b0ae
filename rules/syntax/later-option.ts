import { defineRule } from "../../src/check/rule.ts";
import { inGlance, reportStray } from "../../src/check/stray-report.ts";

export const laterOption = defineRule({
  id: "syntax/later-option",
  title: "An option that comes only with a later release",
  severity: "low",
  part: "c",
  problem: "unknown_option",
  needs: [],
  messages: { later: "{option} comes with {release}: the release in use ignores it without a word" },
  why: "An option copied from newer documentation is not registered in this release, so oslo.config ignores it and what was meant does not happen.",
  wrong: "# 2024.1\n[image_format]\nrequire_image_format_match = True",
  right: "# 2025.1\n[image_format]\nrequire_image_format_match = True",
  silentWhen: ["the release is not known", "an older name of the option existed before"],
  sources: ["oslo-config-generator output of each release, compared"],
  *check(cloud) {
    yield* reportStray(cloud, "later", (stray, service) => ({
      message: "later",
      severity: inGlance(service, "low"),
      data: { release: stray.release },
    }));
  },
});
