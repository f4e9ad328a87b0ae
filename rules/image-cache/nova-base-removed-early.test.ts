import { testRule } from "../../src/check/test-rule.ts";
import { novaBaseRemovedEarly } from "./nova-base-removed-early.ts";

const conf = (seconds: string, type: string): string =>
  `[libvirt]\nimages_type = ${type}\n[image_cache]\nremove_unused_original_minimum_age_seconds = ${seconds}\n`;
const option = "[image_cache]remove_unused_original_minimum_age_seconds";

testRule(novaBaseRemovedEarly, {
  silent: [
    { name: "the option is unset", given: { "nova.conf": "[libvirt]\nimages_type = qcow2\n" } },
    { name: "six hours", given: { "nova.conf": conf("21600", "qcow2") } },
    { name: "disks on Ceph", given: { "nova.conf": conf("600", "rbd") } },
  ],
  reports: [
    {
      name: "ten minutes",
      given: { "nova.conf": conf("600", "qcow2") },
      expect: [{ option, problem: "wrong_value", severity: "low", file: "nova.conf", line: 4 }],
    },
    {
      name: "at once, on one of two aggregates",
      given: { "nova-compute-ceph.conf": conf("0", "rbd"), "nova-compute-local.conf": conf("0", "raw") },
      expect: [{ option, file: "nova-compute-local.conf" }],
    },
  ],
});
