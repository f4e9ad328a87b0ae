import { testRule } from "../../src/check/test-rule.ts";
import { defaultMissing } from "./default-missing.ts";

const glance = (text: string) => ({ "glance-api.conf": text });

testRule(defaultMissing, {
  silent: [
    { name: "it is set", given: glance("[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n") },
    { name: "single-store mode", given: glance("[DEFAULT]\ndebug = True\n[glance_store]\nstores = rbd\n") },
    {
      name: "its line cannot be read",
      given: glance("[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend a\n"),
    },
  ],
  reports: [
    {
      name: "one RBD store among others is the obvious one",
      given: glance(
        "[DEFAULT]\nenabled_backends = web:http, ceph:rbd, files:file\n[glance_store]\n[ceph]\nrbd_store_pool = images\n",
      ),
      expect: [
        {
          option: "[glance_store]default_backend",
          problem: "unset_needed",
          severity: "high",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "glance_store", key: "default_backend", value: "ceph" }],
        },
      ],
    },
    {
      name: "two would do",
      given: glance("[DEFAULT]\nenabled_backends = a:rbd, b:rbd\n"),
      expect: [{ line: null, fix: [] }],
    },
  ],
});
