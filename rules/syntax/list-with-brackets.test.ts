import { testRule } from "../../src/check/test-rule.ts";
import { listWithBrackets } from "./list-with-brackets.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(listWithBrackets, {
  silent: [
    { name: "a list that wants brackets", given: glance("enabled_import_methods = [glance-direct]") },
    { name: "a plain list", given: glance("[image_format]\ndisk_formats = raw,qcow2") },
    { name: "a text option in brackets", given: glance("log_date_format = [%Y-%m-%d]") },
  ],
  reports: [
    {
      name: "bracketed disk formats",
      given: glance("[image_format]\ndisk_formats = ['raw', 'qcow2']"),
      expect: [
        {
          option: "[image_format]disk_formats",
          problem: "ambiguous_syntax",
          severity: "high",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "image_format", key: "disk_formats", value: "raw,qcow2" }],
        },
      ],
    },
    {
      name: "a bracketed list in cinder.conf",
      given: { "cinder.conf": "[DEFAULT]\nenabled_backends = [ceph,lvm]\n" },
      expect: [{ option: "[DEFAULT]enabled_backends", file: "cinder.conf", line: 2 }],
    },
  ],
});
