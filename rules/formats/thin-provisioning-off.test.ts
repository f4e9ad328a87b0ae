import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { thinProvisioningOff } from "./thin-provisioning-off.ts";

const glance = (type: string, lines = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:${type}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = a\n[a]\n${lines}\n`,
});
const conversion = "[image_import_opts]\nimage_import_plugins = ['image_conversion']";
const nova = { "nova.conf": "[libvirt]\nimages_type = rbd\n" };
const images = (format: string) => ({
  "images.json": page([image(1), image(2, { disk_format: format }), image(3, { disk_format: format })]),
});

testRule(thinProvisioningOff, {
  silent: [
    { name: "on", given: { ...glance("rbd", "rbd_thin_provisioning = True"), ...nova, ...images("raw") } },
    { name: "most images are qcow2, and stay so", given: { ...glance("rbd"), ...nova, ...images("qcow2") } },
    { name: "nothing tells of raw images", given: { ...glance("rbd"), ...nova } },
    { name: "an object store", given: { ...glance("s3", conversion), ...nova } },
  ],
  reports: [
    {
      name: "raw images on Ceph",
      given: { ...glance("rbd"), ...nova, ...images("raw") },
      expect: [
        {
          option: "[a]rbd_thin_provisioning",
          problem: "unset_needed",
          severity: "low",
          line: 6,
          fix: [{ value: "True" }] as never,
        },
      ],
    },
    {
      name: "imports write raw into files",
      given: { ...glance("file", conversion), ...nova },
      expect: [{ option: "[a]filesystem_thin_provisioning" }],
    },
  ],
});
