import { workerUrlFix } from "../../src/check/cache-fix.ts";
import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting, text } from "../../src/facts/settings.ts";

export const driverChangesOnUpgrade = defineRule({
  id: "image-cache/driver-changes-on-upgrade",
  title: "The next upgrade changes the cache driver, and that one needs worker_self_reference_url",
  severity: "low",
  part: "d",
  problem: "cache_requires_setting",
  releases: { to: "2023.2" },
  needs: ["glance"],
  messages: {
    stops:
      "From 2024.1 the default cache driver needs worker_self_reference_url: set it before the upgrade, or glance-api will not start",
    nameless:
      "From 2024.1 the default cache driver names each node by worker_self_reference_url: set it before the upgrade",
  },
  why: "2024.1 changed the default of image_cache_driver from sqlite to centralized_db. That driver takes over the old records at its first start, node by node, under worker_self_reference_url, and with cachemanagement in the flavor it refuses to start without it; with caching only it starts, and its records name no node.",
  wrong:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\nworker_self_reference_url = http://<this node>:9292\n\n[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: [
    "the cache is off",
    "image_cache_driver or worker_self_reference_url is set",
    "the release is 2024.1 or later",
  ],
  sources: [
    "openstack/glance glance/sqlite_migration.py can_migrate_to_central_db: looks for the text cache in the flavor, which caching does not hold",
    "openstack/glance glance/image_cache/__init__.py image_cache_driver (sqlite up to 2023.2)",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.cacheActive !== true || setting(api, "DEFAULT", "image_cache_driver").isSet) continue;
      if (text(api, "DEFAULT", "worker_self_reference_url") !== null) continue;
      yield {
        message: (text(api, "paste_deploy", "flavor") ?? "").includes("cache") ? "stops" : "nameless",
        option: optionName(api, "DEFAULT", "worker_self_reference_url"),
        at: placeOf(api, "DEFAULT", "worker_self_reference_url"),
        ...scopeIn(glance, api),
        fix: [workerUrlFix(api)],
      };
    }
  },
});
