import { testRule } from "../../src/check/test-rule.ts";
import { s3Bounds } from "./s3-bounds.ts";

const glance = (own: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = x:s3\n[glance_store]\ndefault_backend = x\n[x]\n${own}\n`,
});

testRule(s3Bounds, {
  silent: [
    { name: "5 MiB", given: glance("s3_store_large_object_chunk_size = 5") },
    { name: "unset", given: glance("s3_store_bucket = g") },
  ],
  reports: [
    {
      name: "1 MiB",
      given: glance("s3_store_large_object_chunk_size = 1"),
      expect: [
        {
          option: "[x]s3_store_large_object_chunk_size",
          problem: "wrong_value",
          severity: "high",
          line: 6,
          fix: [{ file: "glance-api.conf", section: "x", key: "s3_store_large_object_chunk_size", value: "10" }],
        },
      ],
    },
    { name: "no thread", given: glance("s3_store_thread_pools = 0"), expect: [{ option: "[x]s3_store_thread_pools" }] },
  ],
});
