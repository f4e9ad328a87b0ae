import { testRule } from "../../src/check/test-rule.ts";
import { mixedRelease } from "./mixed-release.ts";

const glance = "[DEFAULT]\nenabled_backends = a:rbd\n";

testRule(mixedRelease, {
  silent: [
    { name: "one release is said", given: { "glance-api.conf": glance, "request.md": "We run 2025.1.\n" } },
    { name: "none is known", given: { "glance-api.conf": glance } },
  ],
  reports: [
    {
      name: "two are said",
      given: { "glance-api.conf": glance, "request.md": "Glance is on 2025.1 already. Nova still runs 2024.1.\n" },
      expect: [{ option: "release", problem: "mixed_release", severity: "low" }],
    },
  ],
});
