import { testRule } from "../../src/check/test-rule.ts";
import { limitsIncomplete } from "./limits-incomplete.ts";

const conf = (flag: string, lines: string): string =>
  `[DEFAULT]\nuse_keystone_limits = ${flag}\n${lines === "" ? "" : `[oslo_limit]\n${lines}`}`;
const login =
  "auth_type = password\nauth_url = http://192.0.2.10:5000\nusername = glance\npassword = invented-Passw0rd\n";

testRule(limitsIncomplete, {
  silent: [
    { name: "the option is unset", given: { "glance-api.conf": "[DEFAULT]\ndebug = False\n" } },
    { name: "the option is off", given: { "glance-api.conf": conf("False", "") } },
  ],
  reports: [
    {
      name: "no section at all",
      given: { "glance-api.conf": conf("True", "") },
      expect: [
        {
          option: "[oslo_limit]endpoint_id",
          problem: "unset_needed",
          severity: "high",
          file: "glance-api.conf",
          line: null,
        },
      ],
    },
    {
      name: "an endpoint without a login",
      given: { "glance-api.conf": conf("True", "endpoint_id = 5c1b9a8f7e6d4c3b2a1f0e9d8c7b6a5f\n") },
      expect: [{ option: "[oslo_limit]auth_type", severity: "high", line: 3 }],
    },
    {
      name: "a login without an endpoint",
      given: { "glance-api.conf": conf("yes", login) },
      expect: [{ option: "[oslo_limit]endpoint_id", line: 3 }],
    },
  ],
  unchecked: [
    {
      name: "all is set: the registered limits are not in any file",
      given: { "glance-api.conf": conf("True", `${login}endpoint_service_type = image\n`) },
      needs: ["openstack registered limit list --service glance"],
    },
  ],
});
