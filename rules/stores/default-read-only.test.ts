import { testRule } from "../../src/check/test-rule.ts";
import { defaultReadOnly } from "./default-read-only.ts";

const glance = (backends: string, id: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = ${id}\n`,
});

testRule(defaultReadOnly, {
  silent: [
    { name: "http beside the default", given: glance("a:rbd,web:http", "a") },
    { name: "a default that is not enabled, of which another rule speaks", given: glance("a:rbd,web:http", "gone") },
  ],
  reports: [
    {
      name: "http is the default, one other store",
      given: glance("web:http,a:file", "web"),
      expect: [
        {
          option: "[glance_store]default_backend",
          problem: "read_only_default",
          severity: "high",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "glance_store", key: "default_backend", value: "a" }],
        },
      ],
    },
    { name: "nothing else to take", given: glance("web:http", "web"), expect: [{ fix: [] }] },
  ],
});
