import { testRule } from "../../src/check/test-rule.ts";
import { defaultUnknown } from "./default-unknown.ts";

const multi = (id: string, backends = "ceph:rbd, web:http") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = ${id}\n[ceph]\nrbd_store_pool = images\n`,
});
const single = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\ndebug = True\n[glance_store]\n${lines}\n` });

testRule(defaultUnknown, {
  silent: [
    { name: "the id is enabled", given: multi("ceph") },
    { name: "the id is quoted", given: multi('"ceph"') },
    { name: "single-store mode with a loaded scheme", given: single("stores = rbd,file\ndefault_store = rbd") },
    {
      name: "single-store mode with the file scheme's other name",
      given: single("stores = file\ndefault_store = filesystem"),
    },
  ],
  reports: [
    {
      name: "another case",
      given: multi("Ceph"),
      expect: [
        {
          option: "[glance_store]default_backend",
          problem: "undefined_store",
          severity: "high",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "glance_store", key: "default_backend", value: "ceph" }],
        },
      ],
    },
    { name: "an id of old, two stores would do", given: multi("gone", "a:rbd,b:rbd"), expect: [{ fix: [] }] },
    {
      name: "single-store mode without the driver",
      given: single("stores = file,http\ndefault_store = rbd"),
      expect: [
        {
          option: "[glance_store]default_store",
          line: 5,
          fix: [{ file: "glance-api.conf", section: "glance_store", key: "stores", value: "file,http,rbd" }],
        },
      ],
    },
  ],
});
