import { workerUrlFix } from "../../src/check/cache-fix.ts";
import { defineRule } from "../../src/check/rule.ts";
import { cacheDriver } from "../../src/facts/glance-cache.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const centralDriverWithoutUrl = defineRule({
  id: "image-cache/central-driver-without-url",
  title: "The central cache driver lacks worker_self_reference_url",
  severity: "high",
  part: "d",
  problem: "cache_requires_setting",
  needs: ["glance"],
  messages: {
    stops:
      "The image cache keeps its records in the database, and worker_self_reference_url is not set: glance-api does not start",
    nameless:
      "worker_self_reference_url is not set: the cache's records in the database name no node, so nobody can tell who holds what",
  },
  why: "From 2024.1 the default cache driver is centralized_db, which writes down under worker_self_reference_url what each node holds. With cachemanagement in the flavor glance-api refuses to start without it; with caching only it starts and its records belong to no node.",
  wrong:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\nworker_self_reference_url = http://<this node>:9292\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: [
    "the release is 2023.2 or older: the default driver is sqlite there",
    "image_cache_driver is sqlite or xattr",
    "the flavor has no cache in it",
  ],
  sources: [
    "openstack/glance glance/sqlite_migration.py can_migrate_to_central_db: looks for the text cache in the flavor, which caching does not hold",
    "openstack/glance glance/image_cache/drivers/centralized_db.py Driver.configure",
    "lab: Glance 2026.2 does not start and names the option",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.cacheActive !== true || text(api, "DEFAULT", "worker_self_reference_url") !== null) continue;
      const driver = cacheDriver(api);
      if (driver === null) yield { unchecked: ["release"] };
      if (driver !== "centralized_db") continue;
      const stops = (text(api, "paste_deploy", "flavor") ?? "").includes("cache");
      yield {
        message: stops ? "stops" : "nameless",
        ...(stops ? {} : { severity: "medium" as const }),
        option: optionName(api, "DEFAULT", "worker_self_reference_url"),
        at: placeOf(api, "DEFAULT", "worker_self_reference_url"),
        ...scopeIn(glance, api),
        fix: [workerUrlFix(api)],
      };
    }
  },
});
