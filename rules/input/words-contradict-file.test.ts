import { testRule } from "../../src/check/test-rule.ts";
import { wordsContradictFile } from "./words-contradict-file.ts";

const nova = (type: string) => `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\n`;

testRule(wordsContradictFile, {
  silent: [
    { name: "both agree", given: { "request.md": "All computes run on Ceph RBD.\n", "nova.conf": nova("rbd") } },
    {
      name: "only some are said to be",
      given: { "request.md": "Some of the computes are on Ceph.\n", "nova.conf": nova("qcow2") },
    },
  ],
  reports: [
    {
      name: "the words say Ceph and nova.conf does not",
      given: { "request.md": "Our computes run their disks on Ceph RBD.\n", "nova.conf": nova("qcow2") },
      expect: [{ option: "[libvirt]images_type", problem: "contradiction", severity: "medium", file: "nova.conf" }],
    },
  ],
});
