import { testRule } from "../../src/check/test-rule.ts";
import { deadInMultiStore } from "./dead-in-multi-store.ts";

const multi = (legacy: string, own = "rbd_store_user = glance") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n${legacy}\n[ceph]\n${own}\n`,
});

testRule(deadInMultiStore, {
  silent: [
    { name: "only default_backend", given: multi("") },
    {
      name: "single-store mode",
      given: { "glance-api.conf": "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\nrbd_store_pool = a\n" },
    },
  ],
  reports: [
    {
      name: "a pool that is lost",
      given: multi("rbd_store_pool = glance-images"),
      expect: [{ option: "[glance_store]rbd_store_pool", problem: "dead_option", severity: "medium", line: 5 }],
    },
    {
      name: "a pool that the store has as well",
      given: multi("rbd_store_pool = a", "rbd_store_pool = a"),
      expect: [{ severity: "info" }],
    },
    {
      name: "the value that the driver has anyway",
      given: multi("rbd_store_pool = images"),
      expect: [{ severity: "info" }],
    },
    {
      name: "the lists of single-store mode",
      given: multi("stores = rbd\ndefault_store = rbd"),
      expect: [
        { option: "[glance_store]stores", severity: "low", line: 5 },
        { option: "[glance_store]default_store", severity: "low", line: 6 },
      ],
    },
  ],
});
