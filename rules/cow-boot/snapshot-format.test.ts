import { testRule } from "../../src/check/test-rule.ts";
import { snapshotFormat } from "./snapshot-format.ts";

const nova = (lines: string, type = "rbd") => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n${lines}\n` });

testRule(snapshotFormat, {
  silent: [
    { name: "unset", given: nova("") },
    { name: "raw", given: nova("snapshot_image_format = raw") },
    { name: "disks are local", given: nova("snapshot_image_format = qcow2", "qcow2") },
    { name: "a value that Nova refuses", given: nova("snapshot_image_format = QCOW3") },
  ],
  reports: [
    {
      name: "qcow2",
      given: nova("snapshot_image_format = qcow2"),
      expect: [
        {
          option: "[libvirt]snapshot_image_format",
          problem: "cow_defeated_by_format",
          severity: "medium",
          line: 3,
          fix: [{ value: "raw" }] as never,
        },
      ],
    },
  ],
});
