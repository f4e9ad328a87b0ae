import { testRule } from "../../src/check/test-rule.ts";
import { novaCopyMethodOff } from "./nova-copy-method-off.ts";

const glance = (methods: string): string =>
  `[DEFAULT]\nenabled_backends = local:file, ceph:rbd\n${methods}\n[glance_store]\ndefault_backend = local\n`;
const some = "enabled_import_methods = ['glance-direct', 'web-download']";
const nova = (more = "", type = "rbd"): string =>
  `[libvirt]\nimages_type = ${type}\nimages_rbd_glance_store_name = ceph\n${more}\n`;
const option = "[DEFAULT]enabled_import_methods";

testRule(novaCopyMethodOff, {
  silent: [
    { name: "the list is unset", given: { "glance-api.conf": glance(""), "nova.conf": nova() }, release: "2025.1" },
    {
      name: "copy-image is in it",
      given: { "glance-api.conf": glance("enabled_import_methods = [web-download,copy-image]"), "nova.conf": nova() },
      release: "2025.1",
    },
    {
      name: "no copies are asked for",
      given: { "glance-api.conf": glance(some), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
      release: "2025.1",
    },
    {
      name: "images can be nowhere else",
      given: { "glance-api.conf": glance(some).replace("local:file", "web:http"), "nova.conf": nova() },
      release: "2025.1",
    },
    {
      name: "only the external endpoint has it off",
      given: {
        "glance-api-external.conf": glance(some),
        "glance-api-internal.conf": glance(""),
        "nova.conf": nova(),
      },
      release: "2025.1",
    },
  ],
  reports: [
    {
      name: "copy-image was left out",
      given: { "glance-api.conf": glance(some), "nova.conf": nova() },
      release: "2025.1",
      expect: [
        {
          option,
          problem: "unset_needed",
          severity: "high",
          file: "glance-api.conf",
          line: 3,
          fix: [
            {
              file: "glance-api.conf",
              section: "DEFAULT",
              key: "enabled_import_methods",
              value: "[glance-direct,web-download,copy-image]",
            },
          ],
        },
      ],
    },
    {
      name: "two computes ask one Glance: one finding",
      given: {
        "glance-api.conf": glance("enabled_import_methods = [web-download]"),
        "nova-cmp01.conf": nova("images_rbd_glance_copy_timeout = 900"),
        "nova-cmp02.conf": nova(),
      },
      expect: [{ option, file: "glance-api.conf", line: 3 }],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": glance(some) }, needs: ["nova.conf"] }],
});
