import { testRule } from "../../src/check/test-rule.ts";
import { secureHashOff } from "./secure-hash-off.ts";

const conf = (value: string): string => `[DEFAULT]\nenabled_backends = a:rbd\ndo_secure_hash = ${value}\n`;
const option = "[DEFAULT]do_secure_hash";

testRule(secureHashOff, {
  silent: [
    {
      name: "the option is unset",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" },
      release: "2025.1",
    },
    { name: "the option is on", given: { "glance-api.conf": conf("True") }, release: "2025.1" },
    { name: "the release does not have it", given: { "glance-api.conf": conf("False") }, release: "2024.1" },
  ],
  reports: [
    {
      name: "the option is off",
      given: { "glance-api.conf": conf("False") },
      release: "2024.2",
      expect: [{ option, problem: "side_effect", severity: "low", file: "glance-api.conf", line: 3, part: "e" }],
    },
    { name: "in another spelling", given: { "glance-api.conf": conf("off") }, release: "2026.1", expect: [{ option }] },
  ],
});
