import { testRule } from "../../src/check/test-rule.ts";
import { multipleLocations } from "./multiple-locations.ts";

const conf = (lines: string): string =>
  `[DEFAULT]\nenabled_backends = rbd:rbd\n${lines}\n[glance_store]\ndefault_backend = rbd\n`;
const option = "[DEFAULT]show_multiple_locations";

testRule(multipleLocations, {
  silent: [
    { name: "the option is unset", given: { "glance-api.conf": conf("show_image_direct_url = True") } },
    { name: "the option is off", given: { "glance-api.conf": conf("show_multiple_locations = no") } },
    { name: "its value is no boolean", given: { "glance-api.conf": conf("show_multiple_locations = sometimes") } },
  ],
  reports: [
    {
      name: "the option is on",
      given: { "glance-api.conf": conf("show_image_direct_url = True\nshow_multiple_locations = True") },
      expect: [{ option, problem: "insecure", severity: "medium", file: "glance-api.conf", line: 4, part: "c" }],
    },
    {
      name: "one of two endpoints, the internal one, has it on",
      given: {
        "glance-api-internal.conf": conf("show_multiple_locations = 1"),
        "glance-api-external.conf": conf("show_multiple_locations = 0"),
      },
      expect: [{ option, severity: "low", file: "glance-api-internal.conf", line: 3 }],
    },
  ],
  unchecked: [
    {
      name: "no glance-api.conf was given",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\n" },
      needs: ["glance-api.conf"],
    },
  ],
});
