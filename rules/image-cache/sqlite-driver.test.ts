import { testRule } from "../../src/check/test-rule.ts";
import { sqliteDriver } from "./sqlite-driver.ts";

const conf = (driver: string, flavor = "keystone+caching"): string =>
  `[DEFAULT]\nimage_cache_dir = /var/lib/glance/cache\nworker_self_reference_url = http://192.0.2.11:9292\nimage_cache_driver = ${driver}\n[paste_deploy]\nflavor = ${flavor}\n`;
const option = "[DEFAULT]image_cache_driver";

testRule(sqliteDriver, {
  silent: [
    { name: "the central driver", given: { "glance-api.conf": conf("centralized_db") }, release: "2025.1" },
    { name: "the cache is off", given: { "glance-api.conf": conf("sqlite", "keystone") }, release: "2025.1" },
    { name: "sqlite is the default of that release", given: { "glance-api.conf": conf("sqlite") }, release: "2023.1" },
  ],
  reports: [
    {
      name: "sqlite in 2024.1",
      given: { "glance-api.conf": conf("sqlite") },
      release: "2024.1",
      expect: [
        {
          option,
          problem: "deprecated_option",
          severity: "low",
          file: "glance-api.conf",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "image_cache_driver", value: "centralized_db" }],
        },
      ],
    },
    {
      name: "letter case does not count",
      given: { "glance-api.conf": conf("SQLITE") },
      release: "2026.2",
      expect: [{ option, severity: "low" }],
    },
  ],
});
