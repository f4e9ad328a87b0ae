import { testRule } from "../../src/check/test-rule.ts";
import { rawWithoutClones } from "./raw-without-clones.ts";

const glance = (type: string, format = "raw", plugins = "['image_conversion']") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:${type}\n[glance_store]\ndefault_backend = a\n[image_import_opts]\nimage_import_plugins = ${plugins}\n[image_conversion]\noutput_format = ${format}\n`,
});
const nova = { "nova.conf": "[libvirt]\nimages_type = qcow2\n" };

testRule(rawWithoutClones, {
  silent: [
    { name: "images on Ceph", given: { ...glance("rbd"), ...nova } },
    { name: "volumes on an array", given: { ...glance("cinder"), ...nova } },
    { name: "to qcow2", given: { ...glance("file", "qcow2"), ...nova } },
    { name: "the plugin is off", given: { ...glance("file", "raw", "[]"), ...nova } },
    {
      name: "disks are on Ceph: the store is what is missing",
      given: { ...glance("file"), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
  ],
  reports: [
    {
      name: "a file store",
      given: { ...glance("file"), ...nova },
      expect: [
        {
          option: "[image_import_opts]image_import_plugins",
          problem: "raw_wasteful_here",
          severity: "medium",
          line: 6,
          fix: [{ value: "[]" }] as never,
        },
      ],
    },
    {
      name: "Swift, another plugin stays",
      given: { ...glance("swift", "raw", "['image_decompression','image_conversion']"), ...nova },
      expect: [{ fix: [{ value: "['image_decompression']" }] as never }],
    },
  ],
});
