import { testRule } from "../../src/check/test-rule.ts";
import { novaStoreNameUnknown } from "./nova-store-name-unknown.ts";

const glance = (backends = "local:file, ceph:rbd"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = local\n`;
const nova = (name: string, type = "rbd"): string =>
  `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\nimages_rbd_glance_store_name = ${name}\n`;
const option = "[libvirt]images_rbd_glance_store_name";
const fix = { file: "nova.conf", section: "libvirt", key: "images_rbd_glance_store_name", value: "ceph" };

testRule(novaStoreNameUnknown, {
  silent: [
    { name: "the store is enabled", given: { "glance-api.conf": glance(), "nova.conf": nova("ceph") } },
    {
      name: "the option is unset",
      given: { "glance-api.conf": glance(), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    { name: "disks are local", given: { "glance-api.conf": glance(), "nova.conf": nova("site1", "qcow2") } },
    {
      name: "another site's Glance does not count",
      given: {
        "az1/glance-api.conf": glance("central:rbd, az1:rbd"),
        "az2/glance-api.conf": glance("central:rbd, az2:rbd"),
        "az1/nova.conf": nova("az1"),
        "az2/nova.conf": nova("az2"),
      },
    },
  ],
  reports: [
    {
      name: "no such store, and one that would do",
      given: { "glance-api.conf": glance(), "nova.conf": nova("Ceph") },
      expect: [{ option, problem: "undefined_store", severity: "high", file: "nova.conf", line: 4, fix: [fix] }],
    },
    {
      name: "several that would do: the nearest name is a guess",
      given: { "glance-api.conf": glance("fast:rbd, site1:rbd"), "nova.conf": nova("site-1") },
      expect: [{ option, fix: [{ ...fix, value: "site1", conditional: true }] }],
    },
    {
      name: "single-store mode has no named stores",
      given: { "glance-api.conf": "[glance_store]\nstores = rbd\ndefault_store = rbd\n", "nova.conf": nova("rbd") },
      release: "2024.1",
      expect: [{ option, severity: "medium" }],
    },
    {
      name: "one site names the other's store",
      given: {
        "az1/glance-api.conf": glance("central:rbd, az1:rbd"),
        "az2/glance-api.conf": glance("central:rbd, az2:rbd"),
        "az1/nova.conf": nova("az1"),
        "az2/nova.conf": nova("az1"),
      },
      expect: [{ option, file: "az2/nova.conf", line: 4 }],
    },
  ],
  unchecked: [
    { name: "no glance-api.conf was given", given: { "nova.conf": nova("ceph") }, needs: ["glance-api.conf"] },
  ],
});
