import { testRule } from "../../src/check/test-rule.ts";
import { swiftOldAuth } from "./swift-old-auth.ts";

const glance = (version: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:swift\n[glance_store]\ndefault_backend = a\n[a]\nswift_store_auth_version = ${version}\n`,
});

testRule(swiftOldAuth, {
  silent: [
    { name: "an older release", given: glance("2"), release: "2025.1" },
    { name: "version 3", given: glance("3"), release: "2025.2" },
  ],
  reports: [
    {
      name: "version 2 in 2025.2",
      given: glance("2"),
      release: "2025.2",
      expect: [{ option: "[a]swift_store_auth_version", problem: "removed_option", severity: "high", line: 6 }],
    },
  ],
});
