import { testRule } from "../../src/check/test-rule.ts";
import { stagingWithoutPath } from "./staging-without-path.ts";

const bare = { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n" };
const both = {
  "glance-api.conf": `${bare["glance-api.conf"]}[os_glance_staging_store]\nfilesystem_store_datadir = /s\n[os_glance_tasks_store]\nfilesystem_store_datadir = /t\n`,
};

testRule(stagingWithoutPath, {
  silent: [
    { name: "both are set", given: both, release: "2025.2" },
    { name: "an older release", given: bare, release: "2025.1" },
    {
      name: "single-store mode",
      given: { "glance-api.conf": "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\n" },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "neither is set",
      given: bare,
      release: "2025.2",
      expect: [
        {
          option: "[os_glance_staging_store]filesystem_store_datadir",
          problem: "unset_needed",
          severity: "high",
          fix: [
            {
              file: "glance-api.conf",
              section: "os_glance_staging_store",
              key: "filesystem_store_datadir",
              value: "/var/lib/glance/os_glance_staging_store",
            },
          ],
        },
        { option: "[os_glance_tasks_store]filesystem_store_datadir", severity: "low" },
      ],
    },
  ],
  unchecked: [{ name: "the release is not known", given: bare, needs: ["release"] }],
});
