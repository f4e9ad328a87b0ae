import { testRule } from "../../src/check/test-rule.ts";
import { wrongSection } from "./wrong-section.ts";

testRule(wrongSection, {
  silent: [
    { name: "the right section", given: { "nova.conf": "[libvirt]\nimages_type = rbd\n" } },
    {
      name: "a store's option, of which other rules speak",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\nrbd_store_pool = images\n" },
    },
    {
      name: "a namesake in another library",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\n[database]\nidle_timeout = 3600\n" },
    },
    {
      name: "no section has it",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\ninvented_here = 1\n" },
    },
  ],
  reports: [
    {
      name: "the disks' type in [DEFAULT] of nova.conf",
      given: { "nova.conf": "[DEFAULT]\nimages_type = rbd\n[libvirt]\nvirt_type = kvm\n" },
      expect: [
        {
          option: "[DEFAULT]images_type",
          problem: "wrong_section",
          severity: "medium",
          line: 2,
          fix: [
            { file: "nova.conf", section: "DEFAULT", key: "images_type", value: null },
            { file: "nova.conf", section: "libvirt", key: "images_type", value: "rbd" },
          ],
        },
      ],
    },
    {
      name: "a second one where the right one is set as well",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = a:rbd\ndefault_backend = a\n[glance_store]\ndefault_backend = a\n",
      },
      expect: [
        {
          option: "[DEFAULT]default_backend",
          severity: "low",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "default_backend", value: null }],
        },
      ],
    },
  ],
});
