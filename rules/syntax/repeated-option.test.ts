import { testRule } from "../../src/check/test-rule.ts";
import { repeatedOption } from "./repeated-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[ceph]\n${lines}\n` });

testRule(repeatedOption, {
  silent: [
    { name: "once", given: glance("rbd_store_chunk_size = 8") },
    { name: "twice the same", given: glance("rbd_store_chunk_size = 8\nrbd_store_chunk_size = 8") },
    {
      name: "an option that takes several values",
      given: glance("filesystem_store_datadirs = /a:1\nfilesystem_store_datadirs = /b:2"),
    },
    { name: "the same name in two sections", given: glance("rbd_store_pool = a\n[other]\nrbd_store_pool = b") },
  ],
  reports: [
    {
      name: "two pools for one store: images may lie in either",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = rbd:rbd\n[rbd]\nrbd_store_pool = images-old\n[rbd]\nrbd_store_pool = images\n",
      },
      expect: [{ option: "[rbd]rbd_store_pool", severity: "medium", line: 6 }],
    },
    {
      name: "two values; the last counts",
      given: glance("rbd_store_chunk_size = 8\nrbd_store_chunk_size = 4"),
      expect: [{ option: "[ceph]rbd_store_chunk_size", problem: "ambiguous_duplicate", severity: "low", line: 5 }],
    },
    {
      name: "two parts of one section, one in capitals",
      given: glance("rbd_store_pool = a\n[DEFAULT]\ndebug = True\n[CEPH]\nrbd_store_pool = b"),
      expect: [{ option: "[CEPH]rbd_store_pool", line: 8 }],
    },
  ],
});
