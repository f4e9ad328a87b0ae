/** Where the configured stores of Glance keep their data. */
import type { GlanceApi } from "../cloud.ts";
import { storeSetting } from "../settings.ts";
import type { StorePlaces } from "./store-objects.ts";

/** Pools of rbd stores and directories of file stores, of all endpoints, each once. */
export function storePlaces(glance: readonly GlanceApi[]): StorePlaces {
  const pools = new Map<string, string[]>();
  const directories = new Map<string, string>();
  for (const api of glance) {
    for (const store of api.stores) {
      if (store.type === "rbd") {
        const pool = storeSetting(api, store, "rbd_store_pool").text ?? "images";
        const ids = pools.get(pool) ?? [];
        if (!ids.includes(store.id)) pools.set(pool, [...ids, store.id]);
      }
      if (store.type !== "file") continue;
      const paths = [
        storeSetting(api, store, "filesystem_store_datadir").text,
        // One `path:priority` in each occurrence of the option.
        ...storeSetting(api, store, "filesystem_store_datadirs").texts.map((each) => each.trim().replace(/:\d+$/, "")),
      ];
      for (const path of paths) if (path) directories.set(path.replace(/\/+$/, ""), store.id);
    }
  }
  return { pools, directories: [...directories].map(([path, store]) => ({ path, store })) };
}
