import { testRule } from "../../src/check/test-rule.ts";
import { reservedId } from "./reserved-id.ts";

const glance = (backends: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[os_glance_staging_store]\nfilesystem_store_datadir = /srv/staging\n`,
});

testRule(reservedId, {
  silent: [
    { name: "a section for the reserved store, not enabled", given: glance("ceph:rbd") },
    { name: "an id that only resembles one", given: glance("glance_os:rbd") },
  ],
  reports: [
    {
      name: "the staging store is enabled",
      given: glance("ceph:rbd, os_glance_staging_store:file"),
      expect: [
        {
          option: "[DEFAULT]enabled_backends",
          problem: "wrong_value",
          severity: "high",
          line: 2,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "enabled_backends", value: "ceph:rbd" }],
        },
      ],
    },
    { name: "nothing else is enabled", given: glance("os_glance_x:file"), expect: [{ fix: [] }] },
  ],
});
