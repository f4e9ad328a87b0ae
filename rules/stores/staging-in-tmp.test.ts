import { testRule } from "../../src/check/test-rule.ts";
import { stagingInTmp } from "./staging-in-tmp.ts";

const single = (lines: string) => ({
  "glance-api.conf": `[DEFAULT]\n${lines}\n[glance_store]\nstores = rbd\ndefault_store = rbd\n`,
});

testRule(stagingInTmp, {
  silent: [
    { name: "elsewhere", given: single("node_staging_uri = file:///srv/staging") },
    { name: "a name that only begins alike", given: single("node_staging_uri = file:///tmpfs-big/staging") },
    { name: "no import method", given: single("enabled_import_methods = []") },
  ],
  reports: [
    {
      name: "written",
      given: single("node_staging_uri = file:///tmp/staging"),
      expect: [{ option: "[DEFAULT]node_staging_uri", problem: "capacity", severity: "low", line: 2 }],
    },
    { name: "by default", given: single("debug = True"), expect: [{ severity: "info" }] },
    {
      name: "in multi-store mode",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = a:rbd\n[os_glance_staging_store]\nfilesystem_store_datadir = /dev/shm/s\n",
      },
      expect: [{ option: "[os_glance_staging_store]filesystem_store_datadir", severity: "low", line: 4 }],
    },
  ],
});
