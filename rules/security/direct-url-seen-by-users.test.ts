import { testRule } from "../../src/check/test-rule.ts";
import { directUrlSeenByUsers } from "./direct-url-seen-by-users.ts";

const conf = (value: string): string => `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = ${value}\n`;
const nova = "[libvirt]\nimages_type = rbd\n";
const option = "[DEFAULT]show_image_direct_url";

testRule(directUrlSeenByUsers, {
  silent: [
    { name: "the flag is off", given: { "glance-api.conf": conf("False"), "nova.conf": nova } },
    {
      name: "only the internal endpoint has it on",
      given: { "glance-api-internal.conf": conf("True"), "glance-api-external.conf": conf("False"), "nova.conf": nova },
    },
    {
      name: "nothing clones from Ceph",
      given: { "glance-api.conf": conf("True"), "nova.conf": "[libvirt]\nimages_type = qcow2\n" },
    },
  ],
  reports: [
    {
      name: "one endpoint for all: worth knowing, nothing to change",
      given: { "glance-api.conf": conf("True"), "nova.conf": nova },
      expect: [{ option, problem: "insecure", severity: "info", file: "glance-api.conf", line: 3, fix: [] }],
    },
    {
      name: "both of two endpoints have it on",
      given: { "glance-api-internal.conf": conf("True"), "glance-api-external.conf": conf("True"), "nova.conf": nova },
      expect: [
        {
          option,
          severity: "low",
          file: "glance-api-external.conf",
          fix: [{ file: "glance-api-external.conf", section: "DEFAULT", key: "show_image_direct_url", value: "False" }],
        },
      ],
    },
  ],
});
