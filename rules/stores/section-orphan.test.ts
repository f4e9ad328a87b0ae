import { testRule } from "../../src/check/test-rule.ts";
import { sectionOrphan } from "./section-orphan.ts";

const glance = (text: string) => ({ "glance-api.conf": text });

testRule(sectionOrphan, {
  silent: [
    {
      name: "the store's section, in another case",
      given: glance("[DEFAULT]\nenabled_backends = Ceph:rbd\n[ceph]\nrbd_store_pool = a\n"),
    },
    {
      name: "reserved stores",
      given: glance(
        "[DEFAULT]\nenabled_backends = a:rbd\n[a]\nrbd_store_pool = a\n[os_glance_staging_store]\nfilesystem_store_datadir = /s\n",
      ),
    },
    {
      name: "single-store mode",
      given: glance("[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\nrbd_store_pool = a\n"),
    },
  ],
  reports: [
    {
      name: "a misspelt section, the store's own is missing",
      given: glance(
        "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[cehp]\nrbd_store_user = glance\nrbd_store_pool = a\n",
      ),
      expect: [{ option: "[cehp]", problem: "dead_option", severity: "medium", line: 6 }],
    },
    {
      name: "a store that is no longer enabled",
      given: glance(
        "[DEFAULT]\nenabled_backends = ceph:rbd\n[ceph]\nrbd_store_pool = a\n[old]\nfilesystem_store_datadir = /a\n",
      ),
      expect: [{ option: "[old]", severity: "low", line: 6 }],
    },
    {
      name: "driver options in [DEFAULT], as years ago",
      given: glance(
        "[DEFAULT]\nenabled_backends = ceph:rbd\nrbd_store_pool = a\nrbd_store_user = b\n[ceph]\nrbd_store_user = a\n",
      ),
      expect: [{ option: "[DEFAULT]rbd_store_pool", severity: "info", line: 3 }],
    },
    {
      name: "store sections without enabled_backends",
      given: glance(
        "[DEFAULT]\nshow_image_direct_url = True\n[glance_store]\nstores = rbd\n[ceph]\nrbd_store_pool = a\n",
      ),
      expect: [{ option: "[ceph]", line: 6 }],
    },
  ],
});
