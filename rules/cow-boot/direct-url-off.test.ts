import { testRule } from "../../src/check/test-rule.ts";
import { directUrlOff } from "./direct-url-off.ts";

const glance = (more = "", backends = "http:http, rbd:rbd"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\n${more}\n[glance_store]\ndefault_backend = rbd\n[rbd]\nrbd_store_pool = images\nrbd_store_user = glance\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n`;
const nova = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";
const local = "[libvirt]\nimages_type = qcow2\n";
const cinder =
  "[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_pool = volumes\nrbd_ceph_conf = /etc/ceph/ceph.conf\n";
const none = "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const option = "[DEFAULT]show_image_direct_url";
const problem = "cow_defeated_by_location_hidden";
const shown = { file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "True" };

testRule(directUrlOff, {
  silent: [
    {
      name: "direct_url is shown",
      given: { "glance-api.conf": glance("show_image_direct_url = yes"), "nova.conf": nova, "cinder.conf": cinder },
      release: "2025.1",
    },
    {
      name: "all locations are shown",
      given: { "glance-api.conf": glance("show_multiple_locations = True"), "nova.conf": nova },
      release: "2024.1",
    },
    {
      name: "no disks are on Ceph",
      given: { "glance-api.conf": glance(), "nova.conf": local, "cinder.conf": none },
      release: "2025.1",
    },
    {
      name: "no store is on Ceph",
      given: {
        "glance-api.conf": "[DEFAULT]\nenabled_backends = local:file\n[glance_store]\ndefault_backend = local\n",
        "nova.conf": nova,
      },
      release: "2025.1",
    },
    {
      name: "only the external endpoint hides it",
      given: {
        "glance-api-internal.conf": glance("show_image_direct_url = True"),
        "glance-api-external.conf": glance("show_image_direct_url = False"),
        "nova.conf": nova,
      },
      release: "2025.1",
    },
    {
      name: "only Cinder is on Ceph, and its release asks in its own name",
      given: { "glance-api.conf": glance(), "nova.conf": local, "cinder.conf": cinder },
      release: "2026.1",
    },
    {
      name: "the clusters differ",
      given: {
        "glance-api.conf": glance().replace("/etc/ceph/ceph.conf", "/etc/ceph/images.conf"),
        "nova.conf": nova,
        "cinder.conf": none,
        "images.conf": "[global]\nfsid = 1b7f8f4e-0d1c-4f3a-9c52-3f4f5a6b7c8d\nmon_host = 192.0.2.1\n",
        "ceph.conf": "[global]\nfsid = 2c8f9f5e-1d2c-4f3a-9c52-3f4f5a6b7c8d\nmon_host = 192.0.2.9\n",
      },
      release: "2025.1",
    },
    {
      name: "the value cannot be read",
      given: { "glance-api.conf": glance("show_image_direct_url = True  # for Nova"), "nova.conf": nova },
      release: "2025.1",
    },
  ],
  reports: [
    {
      name: "it is absent and Nova is on Ceph, in any release",
      given: { "glance-api.conf": glance(), "nova.conf": nova },
      expect: [{ option, problem, severity: "high", file: "glance-api.conf", line: 1, part: "c", fix: [shown] }],
    },
    {
      name: "it is off and both are on Ceph: one finding for the cause",
      given: { "glance-api.conf": glance("show_image_direct_url = False"), "nova.conf": nova, "cinder.conf": cinder },
      release: "2026.1",
      expect: [{ option, problem, severity: "high", line: 3, fix: [shown] }],
    },
    {
      name: "single-store mode",
      given: {
        "glance-api.conf":
          "[DEFAULT]\ndebug = False\n[glance_store]\nstores = rbd\ndefault_store = rbd\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n",
        "nova.conf": nova,
      },
      release: "2024.1",
      expect: [{ option, problem, severity: "high", file: "glance-api.conf", line: 1 }],
    },
    {
      name: "only Cinder is on Ceph, in a release that reads the image",
      given: { "glance-api.conf": glance(), "nova.conf": local, "cinder.conf": cinder },
      release: "2025.1",
      expect: [{ option, problem, severity: "medium" }],
    },
    {
      name: "two nodes hide it: each file is named",
      given: { "ctl1/glance-api.conf": glance(), "ctl2/glance-api.conf": glance(), "nova.conf": nova },
      release: "2025.1",
      expect: [{ file: "ctl1/glance-api.conf" }, { file: "ctl2/glance-api.conf" }],
    },
    {
      name: "an S3 store is on the endpoint: the fix is no plain True",
      given: {
        "glance-api.conf": `${glance("", "rbd:rbd, old:s3")}[old]\ns3_store_host = https://s3.example.net\n`,
        "nova.conf": nova,
      },
      release: "2025.1",
      expect: [{ option, fix: [{ ...shown, conditional: true }] }],
    },
    {
      name: "Ceph is only said to be under Nova",
      given: {
        "glance-api.conf": glance(),
        "request.md": "Nova and Cinder are on the same Ceph. Boots are slow, why?\n",
      },
      release: "2025.1",
      expect: [{ option, problem, severity: "medium", fix: [{ ...shown, conditional: true }] }],
    },
  ],
  unchecked: [
    { name: "nothing tells where disks are", given: { "glance-api.conf": glance() }, needs: ["nova.conf"] },
    { name: "no glance-api.conf was given", given: { "nova.conf": nova }, needs: ["glance-api.conf"] },
    {
      name: "only Cinder is on Ceph, sends a service token, and the release is not known",
      given: {
        "glance-api.conf": glance(),
        "nova.conf": local,
        "cinder.conf": `${cinder}[service_user]\nsend_service_user_token = True\n`,
      },
      needs: ["release"],
    },
    {
      name: "only the external endpoint was given",
      given: { "glance-api-external.conf": glance(), "nova.conf": nova },
      needs: ["glance-api.conf of the internal endpoint"],
    },
  ],
});
