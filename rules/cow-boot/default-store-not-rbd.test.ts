import { testRule } from "../../src/check/test-rule.ts";
import { defaultStoreNotRbd } from "./default-store-not-rbd.ts";

const glance = (standard: string, backends = "local:file, ceph:rbd"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ${standard}\n[ceph]\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n`;
const nova = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";
const local = "[libvirt]\nimages_type = qcow2\n";
const cinder =
  "[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_pool = volumes\nrbd_ceph_conf = /etc/ceph/ceph.conf\n";
const option = "[glance_store]default_backend";
const problem = "default_not_cow_capable";
const fix = { file: "glance-api.conf", section: "glance_store", key: "default_backend", value: "ceph" };

testRule(defaultStoreNotRbd, {
  silent: [
    { name: "the default is on RBD", given: { "glance-api.conf": glance("ceph"), "nova.conf": nova } },
    {
      name: "no disks are on Ceph",
      given: {
        "glance-api.conf": glance("local"),
        "nova.conf": local,
        "cinder.conf":
          "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n",
      },
    },
    {
      name: "no RBD store is enabled",
      given: { "glance-api.conf": glance("local", "local:file"), "nova.conf": nova },
    },
    {
      name: "the default is not enabled: another rule's matter",
      given: { "glance-api.conf": glance("files"), "nova.conf": nova },
    },
    {
      name: "only Cinder is on Ceph and images are volumes",
      given: { "glance-api.conf": glance("vol", "vol:cinder, ceph:rbd"), "nova.conf": local, "cinder.conf": cinder },
    },
  ],
  reports: [
    {
      name: "files are the default beside RBD",
      given: { "glance-api.conf": glance("local"), "nova.conf": nova },
      expect: [
        {
          option,
          problem,
          severity: "high",
          file: "glance-api.conf",
          line: 5,
          part: "a",
          fix: [fix],
        },
      ],
    },
    {
      name: "single-store mode, where file is the default of the option",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nshow_image_direct_url = True\n[glance_store]\nstores = file,rbd\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n",
        "nova.conf": nova,
      },
      release: "2024.1",
      expect: [{ option: "[glance_store]default_store", problem, severity: "high", line: 3 }],
    },
    {
      name: "only volumes are on Ceph",
      given: { "glance-api.conf": glance("local"), "nova.conf": local, "cinder.conf": cinder },
      expect: [{ option, problem, severity: "medium" }],
    },
    {
      name: "Nova has raw images copied",
      given: { "glance-api.conf": glance("local"), "nova.conf": `${nova}images_rbd_glance_store_name = ceph\n` },
      expect: [{ option, severity: "low", fix: [{ ...fix, conditional: true }] }],
    },
    {
      name: "one of two RBD stores would do",
      given: { "glance-api.conf": glance("local", "local:file, ceph:rbd, fast:rbd"), "nova.conf": nova },
      expect: [{ option, fix: [{ ...fix, conditional: true }] }],
    },
  ],
  unchecked: [
    {
      name: "nothing tells where disks are",
      given: { "glance-api.conf": glance("local") },
      needs: ["cinder.conf", "nova.conf"],
    },
  ],
});
