import { testRule } from "../../src/check/test-rule.ts";
import { fsidMismatch } from "./fsid-mismatch.ts";

const glance = (conf = "/etc/ceph/images.conf", more = ""): string =>
  `[DEFAULT]\nenabled_backends = ceph:rbd${more ? ", edge:rbd" : ""}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_ceph_conf = ${conf}\n${more}`;
const nova = (conf = "/etc/ceph/ceph.conf"): string =>
  `[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = ${conf}\n`;
const cinder = (conf: string): string =>
  `[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_ceph_conf = ${conf}\n`;
const ceph = (digit: string): string => `[global]\nfsid = ${digit}b7f8f4e-0d1c-4f3a-9c52-3f4f5a6b7c8d\n`;
const option = "[ceph]rbd_store_ceph_conf";
const problem = "wrong_target";

testRule(fsidMismatch, {
  silent: [
    {
      name: "the fsids are equal",
      given: { "glance-api.conf": glance(), "nova.conf": nova(), "images.conf": ceph("1"), "ceph.conf": ceph("1") },
    },
    {
      name: "one ceph.conf is missing",
      given: { "glance-api.conf": glance(), "nova.conf": nova(), "ceph.conf": ceph("1") },
    },
    {
      name: "a second store is on the cluster of the disks",
      given: {
        "glance-api.conf": glance("/etc/ceph/central.conf", "[edge]\nrbd_store_ceph_conf = /etc/ceph/edge.conf\n"),
        "nova.conf": nova("/etc/ceph/edge.conf"),
        "central.conf": ceph("1"),
        "edge.conf": ceph("2"),
      },
    },
    {
      name: "disks are local",
      given: {
        "glance-api.conf": glance(),
        "nova.conf": "[libvirt]\nimages_type = qcow2\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n",
        "images.conf": ceph("1"),
        "ceph.conf": ceph("2"),
      },
    },
  ],
  reports: [
    {
      name: "Glance is on another cluster than Nova",
      given: { "glance-api.conf": glance(), "nova.conf": nova(), "images.conf": ceph("1"), "ceph.conf": ceph("2") },
      expect: [{ option, problem, severity: "high", file: "glance-api.conf", line: 7, part: "a" }],
    },
    {
      name: "Glance is on another cluster than Nova and Cinder",
      given: {
        "glance-api.conf": glance(),
        "nova.conf": nova(),
        "cinder.conf": cinder("/etc/ceph/ceph.conf"),
        "images.conf": ceph("1"),
        "ceph.conf": ceph("2"),
      },
      expect: [{ option, problem, severity: "high" }],
    },
    {
      name: "only Nova is apart",
      given: {
        "glance-api.conf": glance(),
        "nova.conf": nova(),
        "cinder.conf": cinder("/etc/ceph/images.conf"),
        "images.conf": ceph("1"),
        "ceph.conf": ceph("2"),
      },
      expect: [{ option: "[libvirt]images_rbd_ceph_conf", problem, severity: "high", file: "nova.conf", line: 4 }],
    },
    {
      name: "none of two stores is near",
      given: {
        "glance-api.conf": glance("/etc/ceph/central.conf", "[edge]\nrbd_store_ceph_conf = /etc/ceph/central.conf\n"),
        "nova.conf": nova("/etc/ceph/edge.conf"),
        "central.conf": ceph("1"),
        "edge.conf": ceph("2"),
      },
      expect: [{ option, problem, severity: "high" }],
    },
  ],
  unchecked: [{ name: "no glance-api.conf was given", given: { "nova.conf": nova() }, needs: ["glance-api.conf"] }],
});
