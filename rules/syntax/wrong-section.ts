import { defineRule } from "../../src/check/rule.ts";
import { inGlance, removalOf, reportStray } from "../../src/check/stray-report.ts";
import { writtenSection } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const wrongSection = defineRule({
  id: "syntax/wrong-section",
  title: "A real option in a section in which it is not read",
  severity: "medium",
  part: "c",
  problem: "wrong_section",
  needs: [],
  messages: {
    misplaced: "{option} is not read there: it belongs in [{section}]",
    both: "{option} is not read there: [{section}] holds the one that counts",
  },
  why: "An option counts only in the section that it is registered in. Elsewhere oslo.config ignores it without a word, and the service works with the default.",
  wrong: "[DEFAULT]\nimages_type = rbd",
  right: "[libvirt]\nimages_type = rbd",
  silentWhen: [
    "the option is a store driver's: rules of their own speak about those",
    "no catalogue knows the option in any section",
  ],
  sources: [
    "openstack/oslo.config oslo_config/cfg.py (unregistered options are not reported)",
    "oslo-config-generator output of each release",
  ],
  *check(cloud) {
    yield* reportStray(cloud, "elsewhere", (stray, service) => {
      const { key, value } = stray.entry;
      const counts = setting(service, stray.section, key).isSet;
      const section = writtenSection(service, stray.section);
      const move = counts ? [] : [{ file: stray.file, section, key, value }];
      return {
        message: counts ? "both" : "misplaced",
        severity: counts
          ? inGlance(service, "low")
          : inGlance(service, "medium", DISK_SECTIONS.has(section) ? "medium" : "info"),
        data: { section },
        fix: [removalOf(stray), ...move],
      };
    });
  },
});

/** Sections of nova.conf that decide how disks are made from images. */
const DISK_SECTIONS = new Set(["libvirt", "glance", "image_cache", "service_user"]);
