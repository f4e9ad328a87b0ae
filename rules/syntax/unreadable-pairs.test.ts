import { testRule } from "../../src/check/test-rule.ts";
import { unreadablePairs } from "./unreadable-pairs.ts";

const glance = (value: string, rest = "") => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = ${value}\n${rest}` });
const fix = (value: string) => [{ file: "glance-api.conf", section: "DEFAULT", key: "enabled_backends", value }];

testRule(unreadablePairs, {
  silent: [
    { name: "blanks around commas and colons", given: glance("ceph : rbd , local:file") },
    { name: "one pair", given: glance("ceph:rbd") },
  ],
  reports: [
    {
      name: "an id without a type, whose section tells it",
      given: glance("ceph:rbd, local", "[local]\nfilesystem_store_datadir = /srv/images\n"),
      expect: [
        {
          option: "[DEFAULT]enabled_backends",
          problem: "parse_error",
          severity: "high",
          line: 2,
          fix: fix("ceph:rbd,local:file"),
        },
      ],
    },
    {
      name: "an id without a type and without a section",
      given: glance("ceph:rbd, local"),
      expect: [{ line: 2, fix: [] }],
    },
    { name: "one pair twice", given: glance("ceph:rbd,ceph:rbd"), expect: [{ fix: fix("ceph:rbd") }] },
    { name: "one id with two types", given: glance("ceph:rbd,ceph:file"), expect: [{ fix: [] }] },
  ],
});
