import { testRule } from "../../src/check/test-rule.ts";
import { localDisksDownload } from "./local-disks-download.ts";

const glance = (type: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:${type}\n[glance_store]\ndefault_backend = a\n`,
});
const nova = (type: string, lines = "") => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n[glance]\n${lines}\n` });

testRule(localDisksDownload, {
  silent: [
    { name: "disks on Ceph", given: { ...glance("rbd"), ...nova("rbd") } },
    { name: "switched on", given: { ...glance("rbd"), ...nova("qcow2", "enable_rbd_download = True") } },
    { name: "images in files", given: { ...glance("file"), ...nova("qcow2") } },
  ],
  reports: [
    {
      name: "local disks, images in Ceph",
      given: { ...glance("rbd"), ...nova("qcow2") },
      expect: [{ option: "[glance]enable_rbd_download", severity: "info", file: "nova.conf", line: 3, part: "d" }],
    },
  ],
});
