import { testRule } from "../../src/check/test-rule.ts";
import { numberWithUnit } from "./number-with-unit.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(numberWithUnit, {
  silent: [
    { name: "digits only", given: glance("image_cache_max_size = 10737418240") },
    { name: "an option that takes units", given: glance("user_storage_quota = 10GB") },
  ],
  reports: [
    {
      name: "gibibytes in an option that counts bytes",
      given: glance("image_cache_max_size = 10G"),
      expect: [
        {
          option: "[DEFAULT]image_cache_max_size",
          line: 3,
          severity: "high",
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "image_cache_max_size", value: "10737418240" }],
        },
      ],
    },
    {
      name: "mebibytes in an option that counts them",
      given: glance("[a]\nrbd_store_chunk_size = 8M"),
      expect: [
        {
          option: "[a]rbd_store_chunk_size",
          fix: [{ file: "glance-api.conf", section: "a", key: "rbd_store_chunk_size", value: "8" }],
        },
      ],
    },
  ],
});
