import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { hotNotCloneable } from "./hot-not-cloneable.ts";

const cloud = (shown = "True") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = fast:rbd,archive:swift\nshow_image_direct_url = ${shown}\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n`,
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n",
});
const hot = (number: number, boots: number, more: Record<string, unknown> = {}) =>
  image(number, { boots_30d: boots, stores: "fast", ...more });

testRule(hotNotCloneable, {
  silent: [
    { name: "hot images are raw and in the right store", given: { ...cloud(), "images.json": page([hot(1, 400)]) } },
    {
      name: "the qcow2 image is booted now and then",
      given: { ...cloud(), "images.json": page([hot(1, 400), hot(2, 3, { disk_format: "qcow2" })]) },
    },
    {
      name: "no location is shown, so nothing is cloned anyway",
      given: { ...cloud("False"), "images.json": page([hot(1, 400, { disk_format: "qcow2" })]) },
    },
  ],
  reports: [
    {
      name: "the hottest image is qcow2",
      given: { ...cloud(), "images.json": page([hot(1, 40), hot(2, 400, { disk_format: "qcow2" })]) },
      expect: [
        {
          option: `image ${imageId(2)}`,
          problem: "cow_defeated_by_format",
          severity: "high",
          file: "images.json",
          objects: [imageId(2)],
        },
      ],
    },
    {
      name: "a raw image is only in the archive",
      given: { ...cloud(), "images.json": page([hot(1, 400), hot(2, 50, { stores: "archive" })]) },
      expect: [{ option: `image ${imageId(2)}`, problem: "cow_defeated_by_store", severity: "medium" }],
    },
  ],
  unchecked: [{ name: "no boots are known", given: { ...cloud(), "images.json": page([image(1)]) } }],
});
