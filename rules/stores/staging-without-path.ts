import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

const KEY = "filesystem_store_datadir";

export const stagingWithoutPath = defineRule({
  id: "stores/staging-without-path",
  title: "From 2025.2 the staging directory must be written down",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  releases: { from: "2025.2" },
  needs: ["glance"],
  messages: {
    staging: "{option} is not set: from 2025.2 on imports and copies fail, staged bytes land in /var/lib/glance/images",
    tasks: "{option} is not set: from 2025.2 on task data lands in /var/lib/glance/images",
  },
  why: "With glance_store 5 an unset directory of a reserved store reads as nothing: Glance computes the staging path file://None, while the driver falls back to /var/lib/glance/images. Imports do not find what was staged, and staged data fills the image directory.",
  wrong: "# 2025.2\n[DEFAULT]\nenabled_backends = ceph:rbd",
  right:
    "# 2025.2\n[os_glance_staging_store]\nfilesystem_store_datadir = /var/lib/glance/os_glance_staging_store\n[os_glance_tasks_store]\nfilesystem_store_datadir = /var/lib/glance/os_glance_tasks_store",
  silentWhen: ["older than 2025.2: the default directory works", "single-store mode", "the directory is set"],
  sources: [
    "openstack/glance_store glance_store/driver.py BackendGroupConfiguration._ensure_config_values",
    "openstack/glance glance/housekeeping.py staging_store_path",
    "lab: glance-api 2025.2 and 2026.1",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.mode !== "multi_store") continue;
      for (const use of ["staging", "tasks"] as const) {
        const section = `os_glance_${use}_store`;
        if (setting(api, section, KEY).isSet) continue;
        const imports = api.importMethods.length > 0;
        const option = optionName(api, section, KEY);
        yield {
          message: use,
          severity: use === "staging" && imports ? "high" : "low",
          option,
          at: placeOf(api, section, KEY),
          data: { option },
          fix: [{ file: api.file, section, key: KEY, value: `/var/lib/glance/${section}` }],
          ...scopeIn(glance, api),
        };
      }
    }
  },
});
