import { testRule } from "../../src/check/test-rule.ts";
import { rawNotAllowed } from "./raw-not-allowed.ts";

const glance = (formats: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[image_format]\n${formats}\n`,
});
const nova = (type: string) => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n` });

testRule(rawNotAllowed, {
  silent: [
    { name: "raw is allowed", given: { ...glance("disk_formats = raw,iso"), ...nova("rbd") } },
    { name: "the default", given: { ...glance(""), ...nova("rbd") } },
    { name: "local disks", given: { ...glance("disk_formats = qcow2"), ...nova("qcow2") } },
    { name: "brackets are another finding", given: { ...glance("disk_formats = [raw,iso]"), ...nova("rbd") } },
  ],
  reports: [
    {
      name: "qcow2 only",
      given: { ...glance("disk_formats = qcow2, iso"), ...nova("rbd") },
      expect: [
        {
          option: "[image_format]disk_formats",
          problem: "wrong_value",
          severity: "high",
          line: 7,
          fix: [{ value: "raw,qcow2,iso" }] as never,
        },
      ],
    },
  ],
});
