import { testRule } from "../../src/check/test-rule.ts";
import { cloneFormatV1 } from "./clone-format-v1.ts";

const conf = {
  "glance-api.conf": "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n",
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\n",
};
const ceph = (lines: string) => ({ "ceph.conf": `[global]\nfsid = 11111111-2222-4333-8444-555555555551\n${lines}\n` });
const least = (release: string) => ({
  "compat.txt": `$ ceph osd get-require-min-compat-client\n${release}\n`,
});

testRule(cloneFormatV1, {
  silent: [
    { name: "nothing shows it", given: { ...conf, ...ceph("") } },
    { name: "mimic", given: { ...conf, ...least("mimic") } },
    {
      name: "clients ask for format 2",
      given: { ...conf, ...ceph("rbd_default_clone_format = 2"), ...least("luminous") },
    },
    {
      name: "disks are local",
      given: {
        ...conf,
        "nova.conf": "[libvirt]\nimages_type = qcow2\n",
        ...least("luminous"),
        "cinder.conf":
          "[DEFAULT]\nenabled_backends = a\n[a]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n",
      },
    },
  ],
  reports: [
    {
      name: "set by hand",
      given: { ...conf, ...ceph("rbd default clone format = 1") },
      expect: [{ option: "[global]rbd_default_clone_format", severity: "low", file: "ceph.conf", line: 3, part: "e" }],
    },
    {
      name: "luminous",
      given: { ...conf, ...least("luminous") },
      expect: [{ option: "require-min-compat-client", file: "compat.txt" }],
    },
  ],
});
