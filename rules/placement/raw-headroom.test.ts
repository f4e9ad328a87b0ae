import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { rawHeadroom } from "./raw-headroom.ts";

const TIB = 1024 ** 4;
const cloud = (imagesType = "rbd") => ({
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = fast:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n",
  "nova.conf": `[libvirt]\nimages_type = ${imagesType}\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n`,
  "cinder.conf":
    "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n",
  "ceph-df.txt": `--- POOLS ---
POOL     ID   PGS   STORED  OBJECTS     USED  %USED  MAX AVAIL
images    2   256  2 TiB  290.11k  6.3 TiB   5.98     3 TiB
`,
});
const qcow2 = (number: number, virtual: number) => image(number, { disk_format: "qcow2", virtual_size: virtual });

testRule(rawHeadroom, {
  silent: [
    { name: "the raw copies fit", given: { ...cloud(), "images.json": page([qcow2(1, TIB), qcow2(2, TIB)]) } },
    { name: "nothing can be cloned", given: { ...cloud("qcow2"), "images.json": page([qcow2(1, 9 * TIB)]) } },
    { name: "raw already", given: { ...cloud(), "images.json": page([image(1, { virtual_size: 9 * TIB })]) } },
  ],
  reports: [
    {
      name: "four TiB into three",
      given: { ...cloud(), "images.json": page([qcow2(1, 2 * TIB), qcow2(2, 2 * TIB), image(3)]) },
      expect: [
        {
          option: "catalog",
          problem: "capacity",
          severity: "medium",
          file: "ceph-df.txt",
          line: 3,
          part: "b",
          objects: [imageId(1), imageId(2)],
        },
      ],
    },
  ],
  unchecked: [{ name: "no images were given", given: cloud() }],
});
