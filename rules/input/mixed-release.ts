import { defineRule } from "../../src/check/rule.ts";

export const mixedRelease = defineRule({
  id: "input/mixed-release",
  title: "The cloud runs more than one release",
  severity: "low",
  part: "c",
  problem: "mixed_release",
  needs: [],
  messages: { mixed: "More than one release is in use ({releases}): only what holds in all of them is said" },
  why: "Options, defaults and the way to locations differ between releases. In the middle of an upgrade, or with Nova behind Glance, an advice that fits one may hurt the other, so rules bound to one of them stay silent.",
  wrong: "Glance 2025.2 and Nova 2024.1",
  right: "Say which service runs which release, or give --release",
  silentWhen: ["one release is known", "none is known"],
  sources: ["judgement: rules are bound to releases"],
  *check({ release, words }) {
    if (release.all.length < 2) return;
    const at = release.evidence.find((one) => one.at !== null)?.at ?? { file: words.file ?? "file", line: null };
    yield { message: "mixed", option: "release", at, data: { releases: release.all.join(", ") } };
  },
});
