import { testRule } from "../../src/check/test-rule.ts";
import { removedOption } from "./removed-option.ts";

const conf =
  "[DEFAULT]\nenabled_backends = ceph:rbd\nlocation_strategy = store_type\n[glance_store]\ndefault_backend = ceph\n";

testRule(removedOption, {
  silent: [
    { name: "the release still has it", given: { "glance-api.conf": conf }, release: "2024.1" },
    { name: "the release is not known", given: { "glance-api.conf": conf } },
    {
      name: "Glance's own server, of which another rule speaks",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\nworkers = 8\n" },
      release: "2026.2",
    },
  ],
  reports: [
    {
      name: "the release has lost it",
      given: { "glance-api.conf": conf },
      release: "2025.1",
      expect: [
        {
          option: "[DEFAULT]location_strategy",
          problem: "removed_option",
          severity: "low",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "location_strategy", value: null }],
        },
      ],
    },
  ],
});
