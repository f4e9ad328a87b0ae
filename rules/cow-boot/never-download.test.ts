import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { neverDownload } from "./never-download.ts";

const glance = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n",
};
const nova = (value: string, type = "rbd") => ({
  "nova.conf": `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\n[workarounds]\nnever_download_image_if_on_rbd = ${value}\n`,
});
const images = (format: string) => ({ "images.json": page([image(1), image(2, { disk_format: format })]) });

testRule(neverDownload, {
  silent: [
    { name: "all is raw", given: { ...glance, ...nova("True"), ...images("raw") } },
    { name: "an ISO is no disk", given: { ...glance, ...nova("True"), ...images("iso") } },
    { name: "off", given: { ...glance, ...nova("False"), ...images("qcow2") } },
    { name: "local disks", given: { ...glance, ...nova("True", "qcow2"), ...images("qcow2") } },
  ],
  reports: [
    {
      name: "a qcow2 image is left",
      given: { ...glance, ...nova("True"), ...images("qcow2") },
      expect: [
        {
          option: "[workarounds]never_download_image_if_on_rbd",
          problem: "side_effect",
          severity: "high",
          line: 5,
          objects: [imageId(2)],
        },
      ],
    },
  ],
  unchecked: [{ name: "the images are not known", given: { ...glance, ...nova("True") } }],
});
