import { testRule } from "../../src/check/test-rule.ts";
import { conversionNotRaw } from "./conversion-not-raw.ts";

const glance = (format: string, backends = "ceph:rbd") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = ${format}\n`,
});
const nova = (type: string) => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n` });

testRule(conversionNotRaw, {
  silent: [
    { name: "raw", given: { ...glance("raw"), ...nova("rbd") } },
    { name: "disks are local", given: { ...glance("qcow2"), ...nova("qcow2") } },
    { name: "the default store is a file store", given: { ...glance("qcow2", "ceph:file"), ...nova("rbd") } },
  ],
  reports: [
    {
      name: "qcow2 where Nova clones",
      given: { ...glance("qcow2"), ...nova("rbd") },
      expect: [
        {
          option: "[image_conversion]output_format",
          problem: "wrong_value",
          severity: "high",
          line: 11,
          fix: [
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
      name: "only the words tell of Ceph",
      given: { ...glance("qcow2"), "request.md": "Our computes run their disks on Ceph RBD.\n" },
      expect: [{ severity: "medium" }],
    },
  ],
});
