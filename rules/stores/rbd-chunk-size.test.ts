import { testRule } from "../../src/check/test-rule.ts";
import { rbdChunkSize } from "./rbd-chunk-size.ts";

const glance = (size: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\n${size}\n`,
});

testRule(rbdChunkSize, {
  silent: [
    { name: "8", given: glance("rbd_store_chunk_size = 8") },
    { name: "unset", given: glance("rbd_store_pool = images") },
    { name: "no number", given: glance("rbd_store_chunk_size = 8M") },
  ],
  reports: [
    {
      name: "6",
      given: glance("rbd_store_chunk_size = 6"),
      expect: [
        {
          option: "[ceph]rbd_store_chunk_size",
          problem: "no_effect",
          severity: "low",
          line: 6,
          fix: [{ file: "glance-api.conf", section: "ceph", key: "rbd_store_chunk_size", value: "4" }],
        },
      ],
    },
    {
      name: "in single-store mode",
      given: { "glance-api.conf": "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\nrbd_store_chunk_size = 12\n" },
      expect: [{ option: "[glance_store]rbd_store_chunk_size", line: 5 }],
    },
  ],
});
