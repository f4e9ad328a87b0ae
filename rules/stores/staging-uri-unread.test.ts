import { testRule } from "../../src/check/test-rule.ts";
import { stagingUriUnread } from "./staging-uri-unread.ts";

const multi = (rest = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\nnode_staging_uri = file:///srv/staging/\n[glance_store]\ndefault_backend = a\n${rest}`,
});

testRule(stagingUriUnread, {
  silent: [
    {
      name: "single-store mode reads it",
      given: { "glance-api.conf": "[DEFAULT]\nnode_staging_uri = file:///srv\n[glance_store]\nstores = rbd\n" },
    },
    { name: "unset", given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" } },
  ],
  reports: [
    {
      name: "the staging that was meant is lost",
      given: multi(),
      release: "2025.1",
      expect: [
        {
          option: "[DEFAULT]node_staging_uri",
          problem: "dead_option",
          severity: "medium",
          line: 3,
          fix: [
            { file: "glance-api.conf", section: "DEFAULT", key: "node_staging_uri", value: null },
            {
              file: "glance-api.conf",
              section: "os_glance_staging_store",
              key: "filesystem_store_datadir",
              value: "/srv/staging",
            },
          ],
        },
      ],
    },
    {
      name: "the reserved store says the same",
      given: multi("[os_glance_staging_store]\nfilesystem_store_datadir = /srv/staging\n"),
      expect: [{ severity: "info" }],
    },
    {
      name: "the reserved store says something else",
      given: multi("[os_glance_staging_store]\nfilesystem_store_datadir = /other\n"),
      expect: [{ severity: "low" }],
    },
  ],
});
