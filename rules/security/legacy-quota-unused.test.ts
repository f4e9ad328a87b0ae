import { testRule } from "../../src/check/test-rule.ts";
import { legacyQuotaUnused } from "./legacy-quota-unused.ts";

const conf = (limits: string, quota: string): string =>
  `[DEFAULT]\nuse_keystone_limits = ${limits}\nuser_storage_quota = ${quota}\n`;
const option = "[DEFAULT]user_storage_quota";

testRule(legacyQuotaUnused, {
  silent: [
    { name: "limits are Glance's own", given: { "glance-api.conf": conf("False", "500GB") } },
    { name: "the quota is the default", given: { "glance-api.conf": conf("True", "0") } },
    { name: "the quota is unset", given: { "glance-api.conf": "[DEFAULT]\nuse_keystone_limits = True\n" } },
  ],
  reports: [
    {
      name: "both",
      given: { "glance-api.conf": conf("True", "500GB") },
      expect: [
        {
          option,
          problem: "no_effect",
          severity: "low",
          file: "glance-api.conf",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "user_storage_quota", value: null }],
        },
      ],
    },
    { name: "bytes", given: { "glance-api.conf": conf("1", "107374182400") }, expect: [{ option }] },
  ],
});
