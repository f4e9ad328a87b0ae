import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { conversionOff } from "./conversion-off.ts";

const conf = (lines = "") =>
  `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n${lines}`;
const nova = { "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\n" };
const images = (raw: number, qcow2: number) => ({
  "images.json": page([
    ...Array.from({ length: raw }, (_, at) => image(at + 1)),
    ...Array.from({ length: qcow2 }, (_, at) => image(at + 500, { disk_format: "qcow2" })),
  ]),
});
const option = "[image_import_opts]image_import_plugins";

testRule(conversionOff, {
  silent: [
    {
      name: "the plugin is on",
      given: {
        "glance-api.conf": conf("[image_import_opts]\nimage_import_plugins = ['image_conversion']\n"),
        ...nova,
        ...images(2, 8),
      },
    },
    { name: "nearly all is raw", given: { "glance-api.conf": conf(), ...nova, ...images(39, 1) } },
    {
      name: "disks are local",
      given: { "glance-api.conf": conf(), "nova.conf": "[libvirt]\nimages_type = qcow2\n", ...images(2, 8) },
    },
    { name: "nothing tells what is uploaded", given: { "glance-api.conf": conf(), ...nova } },
  ],
  reports: [
    {
      name: "most are qcow2",
      given: { "glance-api.conf": conf(), ...nova, ...images(2, 8) },
      expect: [
        {
          option,
          problem: "unset_needed",
          severity: "high",
          line: null,
          fix: [
            {
              file: "glance-api.conf",
              section: "image_import_opts",
              key: "image_import_plugins",
              value: "['image_conversion']",
              conditional: false,
            },
            {
              file: "glance-api.conf",
              section: "image_conversion",
              key: "output_format",
              value: "raw",
              conditional: false,
            },
          ],
        },
      ],
    },
    {
      name: "another plugin stays, in the file of imports",
      given: {
        "glance-api.conf": conf(),
        "glance-image-import.conf": "[image_import_opts]\nimage_import_plugins = ['no_op','inject_image_metadata']\n",
        ...nova,
        ...images(8, 2),
      },
      expect: [
        {
          option,
          severity: "medium",
          file: "glance-image-import.conf",
          line: 2,
          fix: [
            { file: "glance-image-import.conf", value: "['inject_image_metadata','image_conversion']" },
            { key: "output_format" },
          ] as never,
        },
      ],
    },
  ],
});
