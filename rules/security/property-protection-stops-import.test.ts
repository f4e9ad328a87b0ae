import { testRule } from "../../src/check/test-rule.ts";
import { propertyProtectionStopsImport } from "./property-protection-stops-import.ts";

const conf = "[DEFAULT]\nenabled_backends = a:rbd\nproperty_protection_file = /etc/glance/property-protections.conf\n";
const rule = (name: string): string => `[${name}]\ncreate = @\nread = @\nupdate = @\ndelete = @\n`;
const own = rule("x_owner_.*");

testRule(propertyProtectionStopsImport, {
  silent: [
    {
      name: "no protection file",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" },
      release: "2025.1",
    },
    {
      name: "the file has the rule",
      given: { "glance-api.conf": conf, "property-protections.conf": rule("^os_glance_.*") + own },
      release: "2025.1",
    },
    {
      name: "a pattern covers everything",
      given: { "glance-api.conf": conf, "property-protections.conf": own + rule(".*") },
      release: "2025.1",
    },
    {
      name: "2026.1 adds the rule",
      given: { "glance-api.conf": conf, "property-protections.conf": own },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "only a rule for the operator's own properties",
      given: { "glance-api.conf": conf, "property-protections.conf": own },
      release: "2025.2",
      expect: [
        {
          option: "[DEFAULT]property_protection_file",
          problem: "side_effect",
          severity: "medium",
          file: "glance-api.conf",
          line: 3,
          part: "b",
        },
      ],
    },
  ],
  unchecked: [
    {
      name: "the protection file was not given",
      given: { "glance-api.conf": conf },
      release: "2024.1",
      needs: ["property protection file"],
    },
  ],
});
