import { testRule } from "../../src/check/test-rule.ts";
import { backendDefaultsNotRead } from "./backend-defaults-not-read.ts";

const given = {
  "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n[backend_defaults]\nrbd_store_user = glance\n",
};

testRule(backendDefaultsNotRead, {
  silent: [
    { name: "2025.2 reads it", given, release: "2025.2" },
    { name: "there is none", given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" }, release: "2024.1" },
  ],
  reports: [
    {
      name: "2025.1 does not",
      given,
      release: "2025.1",
      expect: [{ option: "[backend_defaults]", problem: "dead_option", severity: "medium", line: 3 }],
    },
  ],
});
