import { testRule } from "../../src/check/test-rule.ts";
import { poolSharedWithDisks } from "./pool-shared-with-disks.ts";

const glance = (pool: string, conf = "/etc/ceph/ceph.conf") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = ${pool}\nrbd_store_ceph_conf = ${conf}\n`,
});
const nova = {
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = rbd\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n",
};
const cinder = {
  "cinder.conf":
    "[DEFAULT]\nenabled_backends = one\n[one]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_pool = volumes\n",
};

testRule(poolSharedWithDisks, {
  silent: [
    { name: "pools of their own", given: { ...glance("images"), ...nova, ...cinder } },
    { name: "another cluster's pool of that name", given: { ...glance("rbd", "/etc/ceph/other.conf"), ...nova } },
    {
      name: "Nova's disks are local",
      given: { ...glance("rbd"), "nova.conf": "[libvirt]\nimages_type = qcow2\nimages_rbd_pool = rbd\n" },
    },
  ],
  reports: [
    {
      name: "with Nova's disks",
      given: { ...glance("rbd"), ...nova },
      expect: [
        { option: "[ceph]rbd_store_pool", problem: "shared_path_conflict", severity: "medium", line: 6, part: "e" },
      ],
    },
    { name: "with Cinder's volumes", given: { ...glance("volumes"), ...cinder }, expect: [{ line: 6 }] },
  ],
});
