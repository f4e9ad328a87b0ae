import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

/** The names begin like this, or a pattern stands where they begin. */
const OWN = /^\^?os_glance/;
const PATTERN_AT_ONCE = /^\^?[.([\\]/;

export const propertyProtectionStopsImport = defineRule({
  id: "security/property-protection-stops-import",
  title: "The property protection file leaves out the properties that an import sets",
  severity: "medium",
  part: "b",
  problem: "side_effect",
  releases: { to: "2025.2" },
  needs: ["glance"],
  messages: {
    missing:
      "The property protection file has no rule for os_glance properties: imports and metadata injection fail (bug 2085321)",
  },
  why: "While a protection file is in use, a property that no rule covers may not be set by anyone. An import marks its progress in os_glance properties, so it ends with ReservedProperty. 2026.1 adds the rule by itself; older releases need it in the file, before any pattern that would cover it.",
  wrong: "[x_owner_.*]\ncreate = admin,member\nread = admin,member\nupdate = admin,member\ndelete = admin,member",
  right:
    "[os_glance.*]\ncreate = @\nread = @\nupdate = @\ndelete = @\n\n[x_owner_.*]\ncreate = admin,member\nread = admin,member\nupdate = admin,member\ndelete = admin,member",
  silentWhen: [
    "property_protection_file is unset",
    "the pasted file has a rule for os_glance properties, or a pattern that may cover them",
    "the release is 2026.1 or later",
    "no import method is enabled",
  ],
  sources: [
    "openstack/glance glance/common/property_utils.py PropertyRules._inject_os_glance_section (2026.1; no backport to 2025.2 or 2025.1)",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      const path = text(api, "DEFAULT", "property_protection_file");
      if (path === null || api.importMethods.length === 0) continue;
      const sections = sectionsOf(cloud, path);
      if (sections === null) {
        yield { unchecked: ["property protection file"] };
        continue;
      }
      if (sections.some((name) => OWN.test(name) || PATTERN_AT_ONCE.test(name))) continue;
      yield {
        message: "missing",
        option: optionName(api, "DEFAULT", "property_protection_file"),
        at: placeOf(api, "DEFAULT", "property_protection_file"),
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});

/** Section names of the pasted source with the file's name; null where it was not pasted. */
function sectionsOf({ intake }: Cloud, path: string): string[] | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const source = intake.sources.find((each) => each.name.slice(each.name.lastIndexOf("/") + 1) === name);
  return source ? [...source.text.matchAll(/^\[(.+)\]\s*$/gm)].map((match) => match[1] ?? "") : null;
}
