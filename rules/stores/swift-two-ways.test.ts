import { testRule } from "../../src/check/test-rule.ts";
import { swiftTwoWays } from "./swift-two-ways.ts";

const glance = (own: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:swift\n[glance_store]\ndefault_backend = a\n[a]\n${own}\n`,
});

testRule(swiftTwoWays, {
  silent: [
    { name: "users' own accounts", given: glance("swift_store_multi_tenant = True") },
    { name: "a reference file", given: glance("swift_store_config_file = /x\nswift_store_multi_tenant = False") },
  ],
  reports: [
    {
      name: "both",
      given: glance("swift_store_config_file = /x\nswift_store_multi_tenant = True"),
      expect: [
        { option: "[a]swift_store_multi_tenant", problem: "unsupported_combination", severity: "high", line: 7 },
      ],
    },
  ],
});
