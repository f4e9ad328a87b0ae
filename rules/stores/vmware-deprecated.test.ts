import { testRule } from "../../src/check/test-rule.ts";
import { vmwareDeprecated } from "./vmware-deprecated.ts";

const glance = (type: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:${type}\n[glance_store]\ndefault_backend = a\n`,
});

testRule(vmwareDeprecated, {
  silent: [
    { name: "an older release", given: glance("vmware"), release: "2023.2" },
    { name: "another driver", given: glance("rbd"), release: "2025.1" },
  ],
  reports: [
    {
      name: "from 2024.1",
      given: glance("vmware"),
      release: "2024.1",
      expect: [{ option: "[DEFAULT]enabled_backends", problem: "deprecated_option", severity: "low", line: 2 }],
    },
  ],
  unchecked: [{ name: "the release is not known", given: glance("vmware"), needs: ["release"] }],
});
