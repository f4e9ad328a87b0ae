import { testRule } from "../../src/check/test-rule.ts";
import { uselessOnClones } from "./useless-on-clones.ts";

const glance = (flavor: string, stores = "ceph:rbd, http:http"): string =>
  `[DEFAULT]\nenabled_backends = ${stores}\nshow_image_direct_url = True\nimage_cache_dir = /var/lib/glance/cache\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_user = glance\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n[paste_deploy]\nflavor = ${flavor}\n`;
const nova = "[libvirt]\nimages_type = rbd\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\nrbd_user = nova\n";
const option = "[paste_deploy]flavor";
const images = (format: string): string =>
  JSON.stringify([
    {
      ID: "0f0f0f0f-1111-4222-8333-444455556666",
      Name: "golden",
      "Disk Format": format,
      Status: "active",
      Size: 2361393152,
    },
  ]);

testRule(uselessOnClones, {
  silent: [
    { name: "the cache is off", given: { "glance-api.conf": glance("keystone"), "nova.conf": nova } },
    {
      name: "another store is read through the API",
      given: { "glance-api.conf": glance("keystone+caching", "ceph:rbd, cold:s3"), "nova.conf": nova },
    },
    {
      name: "Nova's disks are local files",
      given: { "glance-api.conf": glance("keystone+caching"), "nova.conf": "[libvirt]\nimages_type = qcow2\n" },
    },
    {
      name: "Cinder has a backend outside Ceph",
      given: {
        "glance-api.conf": glance("keystone+caching"),
        "nova.conf": nova,
        "cinder.conf":
          "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n",
      },
    },
  ],
  reports: [
    {
      name: "everything is on Ceph",
      given: { "glance-api.conf": glance("keystone+cachemanagement"), "nova.conf": nova },
      expect: [
        {
          option,
          problem: "cache_useless_here",
          severity: "low",
          file: "glance-api.conf",
          line: 11,
          fix: [{ file: "glance-api.conf", section: "paste_deploy", key: "flavor", value: "keystone" }],
        },
      ],
    },
    {
      name: "all images are raw",
      given: { "glance-api.conf": glance("keystone+caching"), "nova.conf": nova, "images.json": images("raw") },
      expect: [{ option, severity: "low" }],
    },
    {
      name: "the images are qcow2: those still pass through it",
      given: { "glance-api.conf": glance("keystone+caching"), "nova.conf": nova, "images.json": images("qcow2") },
      expect: [{ option, severity: "info", fix: [] }],
    },
  ],
  unchecked: [
    { name: "no nova.conf was given", given: { "glance-api.conf": glance("keystone+caching") }, needs: ["nova.conf"] },
  ],
});
