import { testRule } from "../../src/check/test-rule.ts";
import { discardOff } from "./discard-off.ts";

const nova = (lines: string, type = "rbd") => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n${lines}\n` });

testRule(discardOff, {
  silent: [
    { name: "unmap", given: nova("hw_disk_discard = unmap") },
    { name: "disks are local", given: nova("", "qcow2") },
    { name: "a value that Nova refuses", given: nova("hw_disk_discard = on") },
  ],
  reports: [
    {
      name: "unset",
      given: nova(""),
      expect: [
        {
          option: "[libvirt]hw_disk_discard",
          problem: "unset_needed",
          severity: "low",
          line: 1,
          fix: [{ value: "unmap" }] as never,
        },
      ],
    },
    { name: "ignore", given: nova("hw_disk_discard = ignore"), expect: [{ line: 3 }] },
  ],
});
