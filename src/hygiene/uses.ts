/** Two things that fill: the image cache of the API nodes, and the quotas of projects. */
import { liveImages } from "../facts/catalog/image-state.ts";
import { originsOf } from "../facts/catalog/listing-reach.ts";
import type { Cloud } from "../facts/cloud.ts";
import { flag, integer, text, written } from "../facts/settings.ts";
import { isUuid } from "../intake/listings/hex-index.ts";
import type { CacheUse, QuotaUse } from "./history/record.ts";

/** Null where no cache is configured and none was listed. */
export function cacheUse({ intake, glance, catalog, cacheConf }: Cloud): CacheUse | null {
  const originOf = originsOf(intake);
  const listed = intake.artefacts.flatMap((one) =>
    one.kind === "file-listing" && originOf(one.file) === "image-cache" ? [one.files] : [],
  );
  const api = glance.find(({ cacheActive }) => cacheActive === true);
  if (listed.length === 0 && api === undefined) return null;
  const files = listed.flat().filter(({ name }) => isUuid(name));
  // the pruner reads glance-cache.conf last
  const read = cacheConf && written(cacheConf, "DEFAULT", "image_cache_max_size").length > 0 ? cacheConf : api;
  return {
    hotBytes: catalog?.hotSetBytes ?? null,
    cachedBytes: listed.length === 0 ? null : files.reduce((sum, { size }) => sum + (size ?? 0), 0),
    cachedImages: files.length,
    limitBytes: read ? integer(read, "DEFAULT", "image_cache_max_size") : null,
  };
}

/** A project is told of from here. */
const NEARLY_FULL = 0.8;
const MOST_OWNERS = 10;
const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/**
 * Null where no `user_storage_quota` is set, or the images are not known. An image counts once for each of its locations.
 * Source: glance/quota/__init__.py, user_get_storage_usage in glance/db/sqlalchemy/api.py.
 */
export function quotaUse({ glance, catalog }: Cloud): QuotaUse | null {
  const api = glance.find((one) => flag(one, "DEFAULT", "use_keystone_limits") !== true);
  const [, amount = "", unit = ""] =
    /^(\d+)\s*(B|KB|MB|GB|TB)?$/i.exec((api && text(api, "DEFAULT", "user_storage_quota")) ?? "") ?? [];
  const limitBytes = Number(amount) * (UNITS[unit.toUpperCase()] ?? 0);
  const images = catalog?.images;
  if (!(limitBytes > 0) || !images?.fields.has("owner")) return null;
  const used = new Map<string, number>();
  for (const { owner, size, stores, locations } of liveImages(images)) {
    if (!owner) continue;
    const copies = Math.max(1, locations?.length ?? stores?.length ?? 1);
    used.set(owner, (used.get(owner) ?? 0) + (size ?? 0) * copies);
  }
  const owners = [...used]
    .filter(([, bytes]) => bytes >= limitBytes * NEARLY_FULL)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return { limitBytes, owners: owners.slice(0, MOST_OWNERS).map(([owner, bytes]) => ({ owner, bytes })) };
}
