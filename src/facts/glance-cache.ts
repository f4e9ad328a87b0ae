/** What the files tell of Glance's image cache: its driver, the store that it would relieve, and who would read through it. */
import type { Cloud, GlanceApi, Tri } from "./cloud.ts";
import { setting } from "./settings.ts";

/** Stores that an API node reads across the network and that nothing clones from. */
const REMOTE_TYPES = new Set(["swift", "s3", "http", "cinder", "vmware"]);

/** `image_cache_driver` in lower case (Glance ignores its case); null where the release's default cannot be told. */
export function cacheDriver(api: GlanceApi): string | null {
  return setting(api, "DEFAULT", "image_cache_driver").text?.toLowerCase() ?? null;
}

/** The default store is read across the network, so that a cache on the API node would save reads of it. */
export function defaultStoreIsRemote(api: GlanceApi): boolean {
  return REMOTE_TYPES.has(api.defaultStore?.type ?? "");
}

/** Some compute keeps its disks outside Ceph and so reads image data through Glance: by file, else by what was said. */
export function disksOutsideCeph({ nova, words }: Pick<Cloud, "nova" | "words">): Tri {
  if (nova.length > 0) return nova.some(({ usesRbd }) => usesRbd === false);
  const said = words.novaOnCeph?.value ?? (words.ceph?.value === "no" ? "no" : undefined);
  if (said === undefined) return "unknown";
  return said !== "yes";
}
