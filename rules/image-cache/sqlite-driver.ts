import { workerUrlFix } from "../../src/check/cache-fix.ts";
import { defineRule } from "../../src/check/rule.ts";
import { cacheDriver } from "../../src/facts/glance-cache.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const sqliteDriver = defineRule({
  id: "image-cache/sqlite-driver",
  title: "The sqlite driver of the image cache is deprecated",
  severity: "low",
  part: "d",
  problem: "deprecated_option",
  releases: { from: "2024.1" },
  needs: ["glance"],
  messages: {
    sqlite:
      "image_cache_driver = sqlite is deprecated from 2024.1 on: its successor keeps the records in Glance's database",
  },
  why: "The central driver replaces the sqlite file of each node by rows in Glance's own database. It takes the records of the file over at its first start. The sqlite driver is still shipped in 2026.2, but its removal has been announced since 2024.1.",
  wrong: "[DEFAULT]\nimage_cache_driver = sqlite",
  right: "[DEFAULT]\nimage_cache_driver = centralized_db\nworker_self_reference_url = http://<this node>:9292",
  silentWhen: ["the cache is off", "the driver is centralized_db or xattr", "the release is 2023.2 or older"],
  sources: [
    "openstack/glance glance/image_cache/__init__.py image_cache_driver",
    "openstack/glance glance/sqlite_migration.py Migrate",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.cacheActive !== true || cacheDriver(api) !== "sqlite") continue;
      const named = text(api, "DEFAULT", "worker_self_reference_url") !== null;
      const driver = { file: api.file, section: "DEFAULT", key: "image_cache_driver", value: "centralized_db" };
      yield {
        message: "sqlite",
        option: optionName(api, "DEFAULT", "image_cache_driver"),
        at: placeOf(api, "DEFAULT", "image_cache_driver"),
        ...scopeIn(glance, api),
        fix: named ? [driver] : [driver, workerUrlFix(api)],
      };
    }
  },
});
