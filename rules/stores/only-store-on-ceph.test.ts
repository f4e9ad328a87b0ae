import { testRule } from "../../src/check/test-rule.ts";
import { onlyStoreOnCeph } from "./only-store-on-ceph.ts";

const glance = (backends: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = a\n`,
});

testRule(onlyStoreOnCeph, {
  silent: [
    { name: "two stores", given: glance("a:rbd,b:http") },
    { name: "one file store", given: glance("a:file") },
    { name: "single-store mode", given: { "glance-api.conf": "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\n" } },
  ],
  reports: [
    {
      name: "one RBD store",
      given: glance("a:rbd"),
      expect: [{ option: "[DEFAULT]enabled_backends", severity: "info", line: 2 }],
    },
  ],
});
