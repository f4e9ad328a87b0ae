import { testRule } from "../../src/check/test-rule.ts";
import { novaRbdNotRaw } from "./nova-rbd-not-raw.ts";

const nova = (type: string, raw = ""): string =>
  `[DEFAULT]\nmy_ip = 192.0.2.7\n${raw}\n[libvirt]\nimages_type = ${type}\n`;
const option = "[DEFAULT]force_raw_images";

testRule(novaRbdNotRaw, {
  silent: [
    { name: "unset, on by default", given: { "nova.conf": nova("rbd") } },
    { name: "on", given: { "nova.conf": nova("rbd", "force_raw_images = true") } },
    { name: "off with local disks", given: { "nova.conf": nova("qcow2", "force_raw_images = False") } },
  ],
  reports: [
    {
      name: "off with RBD",
      given: { "nova.conf": nova("rbd", "force_raw_images = False") },
      expect: [
        {
          option,
          problem: "unsupported_combination",
          severity: "high",
          file: "nova.conf",
          line: 3,
          fix: [{ file: "nova.conf", section: "DEFAULT", key: "force_raw_images", value: "True" }],
        },
      ],
    },
    {
      name: "off on one of two computes",
      given: { "nova-cmp01.conf": nova("rbd", "force_raw_images = 0"), "nova-cmp02.conf": nova("rbd") },
      expect: [{ option, file: "nova-cmp01.conf", line: 3 }],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": "[DEFAULT]\n" }, needs: ["nova.conf"] }],
});
