import { defineRule } from "../../src/check/rule.ts";
import { detectedService } from "../../src/facts/mode.ts";

export const glanceMissing = defineRule({
  id: "input/glance-missing",
  title: "No glance-api.conf was given",
  severity: "high",
  part: "c",
  problem: "missing_input",
  needs: [],
  messages: { missing: "No glance-api.conf was given: stores, default, formats and exposure cannot be judged" },
  why: "Nearly everything hangs on glance-api.conf: which stores there are, where uploads go, whether clones see a location. Without it the answer keeps to what the rest shows, and its templates are conditional.",
  wrong: "glancewright review nova.conf image-stats.json",
  right: "glancewright review glance-api.conf nova.conf image-stats.json",
  remedy: "paste glance-api.conf: glancewright pack makes it safe to",
  silentWhen: [
    "a glance-api.conf was given, whatever state it is in",
    "another service's file was given in its place: another finding",
  ],
  sources: ["judgement: without the file no layout can be proved"],
  *check(cloud) {
    if (cloud.glance.length > 0 || detectedService(cloud) !== null) return;
    yield { message: "missing", option: "glance-api.conf", at: { file: "glance-api.conf", line: null } };
  },
});
