import { testRule } from "../../src/check/test-rule.ts";
import { novaCopyWithoutRbd } from "./nova-copy-without-rbd.ts";

const nova = (lines: string): string => `[libvirt]\nvirt_type = kvm\n${lines}\n`;
const name = "images_rbd_glance_store_name = ceph";
const option = "[libvirt]images_rbd_glance_store_name";

testRule(novaCopyWithoutRbd, {
  silent: [
    { name: "disks are on RBD", given: { "nova.conf": nova(`images_type = rbd\n${name}`) } },
    { name: "no store is named", given: { "nova.conf": nova("images_type = qcow2\nimages_rbd_glance_store_name =") } },
  ],
  reports: [
    {
      name: "disks are qcow2 files",
      given: { "nova.conf": nova(`images_type = qcow2\n${name}`) },
      expect: [{ option, problem: "no_effect", severity: "low", file: "nova.conf", line: 4 }],
    },
    {
      name: "images_type is unset",
      given: { "nova.conf": nova(name) },
      expect: [
        {
          option,
          line: 3,
          fix: [{ file: "nova.conf", section: "libvirt", key: "images_rbd_glance_store_name", value: null }],
        },
      ],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": "[DEFAULT]\n" }, needs: ["nova.conf"] }],
});
