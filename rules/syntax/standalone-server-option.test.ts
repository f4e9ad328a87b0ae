import { testRule } from "../../src/check/test-rule.ts";
import { standaloneServerOption } from "./standalone-server-option.ts";

const conf = "[DEFAULT]\nbind_host = 192.0.2.1\nworkers = 4\nenabled_backends = ceph:rbd\n";

testRule(standaloneServerOption, {
  silent: [
    { name: "the release still has its server", given: { "glance-api.conf": conf }, release: "2026.1" },
    {
      name: "nothing of it is set",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = ceph:rbd\n" },
      release: "2026.2",
    },
  ],
  reports: [
    {
      name: "two of them in 2026.2 are one finding",
      given: { "glance-api.conf": conf },
      release: "2026.2",
      expect: [{ option: "[DEFAULT]bind_host", problem: "removed_option", severity: "medium", line: 2 }],
    },
  ],
  unchecked: [{ name: "the release is not known", given: { "glance-api.conf": conf }, needs: ["release"] }],
});
