/** Which store an operator most likely means, where a setting does not say. */
import type { GlanceApi, Store } from "./cloud.ts";

/** The http driver only reads (glance_store/_drivers/http.py has no write capability). */
export function isWritable({ type }: Store): boolean {
  return type !== "http";
}

/** The only RBD store, else the only store that takes uploads; null where several would do. */
export function obviousDefault(api: GlanceApi): Store | null {
  const writable = api.stores.filter(isWritable);
  const rbd = writable.filter(({ type }) => type === "rbd");
  const [only, another] = rbd.length > 0 ? rbd : writable;
  return only && !another ? only : null;
}
