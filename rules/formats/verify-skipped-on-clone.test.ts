import { testRule } from "../../src/check/test-rule.ts";
import { verifySkippedOnClone } from "./verify-skipped-on-clone.ts";

const glance = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n",
};
const nova = (value: string, type = "rbd") => ({
  "nova.conf": `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\n[glance]\nverify_glance_signatures = ${value}\n`,
});

testRule(verifySkippedOnClone, {
  silent: [
    { name: "off", given: { ...glance, ...nova("False") } },
    { name: "local disks are downloaded and verified", given: { ...glance, ...nova("True", "qcow2") } },
  ],
  reports: [
    {
      name: "on, with clones",
      given: { ...glance, ...nova("True") },
      expect: [
        { option: "[glance]verify_glance_signatures", problem: "not_enforced_on_clone", severity: "medium", line: 5 },
      ],
    },
  ],
});
