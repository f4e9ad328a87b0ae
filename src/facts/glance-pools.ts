/** Ceph pools that Glance keeps images in, with what `ceph df` tells of them. */
import type { Cloud, GlanceApi, PoolFact, Store } from "./cloud.ts";
import { storeSetting } from "./settings.ts";

export type GlancePool = { pool: PoolFact; storeId: string | null; api: GlanceApi | null };

/** The pools of the rbd stores that were listed by Ceph; without a glance-api.conf, the one that is called `images`. */
export function glancePools({ glance, pools }: Pick<Cloud, "glance" | "pools">): GlancePool[] {
  if (glance.length === 0)
    return pools.filter(({ name }) => name === "images").map((pool) => ({ pool, storeId: null, api: null }));
  const found: GlancePool[] = [];
  for (const api of glance) {
    for (const store of api.stores.filter(({ type }) => type === "rbd")) {
      const pool = pools.find(({ name }) => name === poolOfStore(api, store));
      if (pool && !found.some((known) => known.pool === pool)) found.push({ pool, storeId: store.id, api });
    }
  }
  return found;
}

/** The pool of an rbd store, as written or by default. */
export function poolOfStore(api: GlanceApi, store: Store): string {
  return storeSetting(api, store, "rbd_store_pool").text ?? "images";
}

/** The part of a pool that is full: stored bytes against those and what Ceph still lets in; null where it is not told. */
export function poolFill({ storedBytes, maxAvailableBytes }: PoolFact): number | null {
  if (storedBytes === null || maxAvailableBytes === null) return null;
  const room = storedBytes + maxAvailableBytes;
  return room === 0 ? null : storedBytes / room;
}
