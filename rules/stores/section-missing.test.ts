import { testRule } from "../../src/check/test-rule.ts";
import { sectionMissing } from "./section-missing.ts";

const glance = (backends: string, rest = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = ceph\n${rest}`,
});

testRule(sectionMissing, {
  silent: [
    {
      name: "each has its section, one in another case",
      given: glance("ceph:rbd, Local:file", "[CEPH]\nrbd_store_pool = a\n[local]\nfilesystem_store_datadir = /a\n"),
    },
    { name: "an http store needs none", given: glance("ceph:rbd, web:http", "[ceph]\nrbd_store_pool = a\n") },
    {
      name: "[backend_defaults] stands in from 2025.2",
      given: glance("ceph:rbd", "[backend_defaults]\nrbd_store_user = glance\n"),
      release: "2025.2",
    },
    { name: "its header cannot be read", given: glance("ceph:rbd", "[ceph\nrbd_store_pool = a\n") },
  ],
  reports: [
    {
      name: "an RBD store",
      given: glance("ceph:rbd", "rbd_store_pool = images\n"),
      expect: [{ option: "[ceph]", problem: "unset_needed", severity: "high", line: 2 }],
    },
    {
      name: "[backend_defaults] is not read before 2025.2",
      given: glance("ceph:rbd", "[backend_defaults]\nrbd_store_user = glance\n"),
      release: "2024.1",
      expect: [{ option: "[ceph]" }],
    },
    {
      name: "a file store",
      given: glance("ceph:rbd,a:file", "[ceph]\nrbd_store_pool = a\n"),
      expect: [{ option: "[a]", severity: "low" }],
    },
  ],
});
