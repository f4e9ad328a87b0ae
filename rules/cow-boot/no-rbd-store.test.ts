import { testRule } from "../../src/check/test-rule.ts";
import { noRbdStore } from "./no-rbd-store.ts";

const glance = (backends = "local:file, http:http"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = local\n[local]\nfilesystem_store_datadir = /srv/images\n`;
const nova = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/east.conf\n";
const local = "[libvirt]\nimages_type = qcow2\n";
const cinder =
  "[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_pool = volumes\n";
const lvm = "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const option = "[DEFAULT]enabled_backends";
const problem = "cow_defeated_by_store";
const change = (section: string, key: string, value: string) => ({
  file: "glance-api.conf",
  section,
  key,
  value,
  conditional: true,
});

testRule(noRbdStore, {
  silent: [
    {
      name: "an RBD store is enabled",
      given: { "glance-api.conf": glance("local:file, ceph:rbd"), "nova.conf": nova },
    },
    {
      name: "no disks are on Ceph",
      given: { "glance-api.conf": glance(), "nova.conf": local, "cinder.conf": lvm },
    },
    {
      name: "images are volumes and only volumes are on Ceph",
      given: { "glance-api.conf": glance("local:cinder"), "nova.conf": local, "cinder.conf": cinder },
    },
    { name: "a type is misspelt", given: { "glance-api.conf": glance("local:file, ceph:ceph"), "nova.conf": nova } },
  ],
  reports: [
    {
      name: "Nova is on Ceph and images are files",
      given: { "glance-api.conf": glance(), "nova.conf": nova },
      expect: [
        {
          option,
          problem,
          severity: "high",
          file: "glance-api.conf",
          line: 2,
          fix: [
            change("DEFAULT", "enabled_backends", "local:file, http:http, rbd:rbd"),
            change("glance_store", "default_backend", "rbd"),
            change("rbd", "rbd_store_pool", "images"),
            change("rbd", "rbd_store_user", "glance"),
            change("rbd", "rbd_store_ceph_conf", "/etc/ceph/east.conf"),
            change("rbd", "rbd_thin_provisioning", "True"),
            change("DEFAULT", "show_image_direct_url", "True"),
          ],
        },
      ],
    },
    {
      name: "single-store mode, without a template",
      given: {
        "glance-api.conf": "[DEFAULT]\ndebug = False\n[glance_store]\nstores = file,http\ndefault_store = file\n",
        "nova.conf": nova,
      },
      release: "2024.1",
      expect: [{ option: "[glance_store]stores", problem, line: 4, fix: [] }],
    },
    {
      name: "only volumes are on Ceph",
      given: { "glance-api.conf": glance(), "nova.conf": local, "cinder.conf": cinder },
      expect: [{ option, problem, severity: "medium" }],
    },
  ],
  unchecked: [
    {
      name: "nothing tells where disks are",
      given: { "glance-api.conf": glance() },
      needs: ["cinder.conf", "nova.conf"],
    },
    {
      name: "an excerpt without stores",
      given: { "glance-api.conf": "[DEFAULT]\nshow_image_direct_url = True\n", "nova.conf": nova },
      release: "2025.1",
      needs: ["enabled_backends of glance-api.conf"],
    },
  ],
});
