import { defineRule } from "../../src/check/rule.ts";
import { inGlance, reportStray } from "../../src/check/stray-report.ts";

export const unknownOption = defineRule({
  id: "syntax/unknown-option",
  title: "An option that no release in question has",
  severity: "low",
  part: "c",
  problem: "unknown_option",
  needs: [],
  messages: {
    unknown: "{option} is no option of any release since 2022.2: it is ignored without a word",
    chart: "{option} is the deployment chart's own key, not Glance's: its storage job reads it",
  },
  why: "Options that nobody registered are ignored in silence. They are left over from releases before 2022.2, come from a patch or a plugin, or were never read at all.",
  wrong: "[DEFAULT]\nregistry_host = 192.0.2.11",
  right: "[DEFAULT]",
  silentWhen: ["a plugin's section, which no catalogue lists", "another rule tells what was meant"],
  sources: ["oslo-config-generator output of each release"],
  *check(cloud) {
    yield* reportStray(cloud, "unknown", ({ entry }, service) =>
      CHART_KEYS.has(entry.key)
        ? { message: "chart", severity: "info" }
        : { message: "unknown", severity: inGlance(service, "low") },
    );
  },
});

/** openstack-helm's glance chart keeps these beside the driver's options for its storage-init job. */
const CHART_KEYS = new Set(["rbd_store_replication", "rbd_store_crush_rule"]);
