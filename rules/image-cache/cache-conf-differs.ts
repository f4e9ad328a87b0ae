import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, ServiceConfig } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text, written } from "../../src/facts/settings.ts";

/** Up to here the pruner read glance-cache.conf alone; from 2024.1 it reads glance-api.conf first. */
const READS_ONE_FILE = "2023.1";

export const cacheConfDiffers = defineRule({
  id: "image-cache/cache-conf-differs",
  title: "glance-cache.conf sends the pruner to another cache than the one that glance-api fills",
  severity: "medium",
  part: "d",
  problem: "cache_not_pruned",
  needs: ["glance"],
  messages: {
    dir: "image_cache_dir differs from that of glance-api.conf: pruner and cleaner work on a directory that nothing fills",
    driver:
      "image_cache_driver differs from that of glance-api.conf: pruner and cleaner read records that nobody writes",
    absent:
      "image_cache_dir is only in glance-api.conf, which the pruner does not read in this release: it ends with an error",
  },
  why: "Pruner, cleaner and prefetcher read glance-cache.conf, from 2024.1 on after glance-api.conf, and what stands there wins. Where it names another directory or driver, they find nothing to remove, and the cache that glance-api fills grows past its limit.",
  wrong:
    "# glance-api.conf\nimage_cache_dir = /srv/glance/cache\n\n# glance-cache.conf\nimage_cache_dir = /var/lib/glance/image-cache",
  right: "# glance-api.conf and glance-cache.conf\nimage_cache_dir = /srv/glance/cache",
  silentWhen: [
    "the cache is off",
    "both files agree, or no glance-cache.conf was given",
    "from 2024.1: the option is only in glance-api.conf",
  ],
  sources: [
    "openstack/glance glance/common/config.py parse_cache_args (one file up to 2023.1, two from 2024.1)",
    "openstack/glance glance/cmd/cache_pruner.py main",
  ],
  *check({ glance, cacheConf }) {
    for (const api of cacheConf ? glance : []) {
      if (!cacheConf || api.cacheActive !== true) continue;
      for (const { message, key } of differences(api, cacheConf)) {
        yield {
          message,
          option: optionName(cacheConf, "DEFAULT", key),
          at: placeOf(cacheConf, "DEFAULT", key),
          ...scopeIn(glance, api),
          fix: [{ file: cacheConf.file, section: "DEFAULT", key, value: text(api, "DEFAULT", key) }],
        };
      }
    }
  },
});

const folder = (path: string | null): string | null => path?.replace(/\/+$/, "") ?? null;

function differences(api: GlanceApi, cacheConf: ServiceConfig) {
  const found: { message: "dir" | "driver" | "absent"; key: string }[] = [];
  const isWritten = (key: string): boolean => written(cacheConf, "DEFAULT", key).length > 0;
  const dir = folder(text(api, "DEFAULT", "image_cache_dir"));
  const old = api.catalogues.every((release) => release <= READS_ONE_FILE);
  if (dir !== null && isWritten("image_cache_dir")) {
    if (dir !== folder(text(cacheConf, "DEFAULT", "image_cache_dir")))
      found.push({ message: "dir", key: "image_cache_dir" });
  } else if (dir !== null && old) found.push({ message: "absent", key: "image_cache_dir" });
  const driver = text(api, "DEFAULT", "image_cache_driver")?.toLowerCase();
  const own = isWritten("image_cache_driver")
    ? text(cacheConf, "DEFAULT", "image_cache_driver")?.toLowerCase()
    : driver;
  if (driver !== undefined && own !== driver) found.push({ message: "driver", key: "image_cache_driver" });
  return found;
}
