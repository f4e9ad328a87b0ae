/** The stores as they should be: role and weight of each. */

import { storesNearDisks } from "../facts/clone-chain.ts";
import type { Cloud, GlanceApi, Store } from "../facts/cloud.ts";
import { type Decisions, feedsOtherSites } from "./decide.ts";
import type { PartA } from "./schema.ts";

export type PlannedStore = PartA["stores"][number];

/** Enabled stores with the role that they play in the decided layout, and the weight that makes reads prefer the clonable one. */
export function layoutAfter(cloud: Cloud, api: GlanceApi, decisions: Decisions): PlannedStore[] {
  const planned = api.stores.map(
    (store): PlannedStore => ({
      id: store.id,
      type: store.type,
      ...roleOf(store, api, decisions),
      weight: weightOf(cloud, store, api, decisions),
    }),
  );
  const { defaultStore } = decisions;
  if (defaultStore && !planned.some(({ id }) => id === defaultStore.id)) {
    planned.unshift({
      id: defaultStore.id,
      type: defaultStore.type,
      role: "hot",
      weight: planned.length > 0 ? 100 : 0,
      why: "to be added: disks are cloned from here",
    });
  }
  if (api.mode === "multi_store" || cloud.words.wantsMultiStore) {
    planned.push({
      id: "os_glance_staging_store",
      type: "file",
      role: "reserved",
      weight: null,
      why: "staged imports; a directory of its own",
    });
    planned.push({
      id: "os_glance_tasks_store",
      type: "file",
      role: "reserved",
      weight: null,
      why: "task work; a directory of its own",
    });
  }
  return planned;
}

/** Nobody can tell what a disk of one node or another pool of the same Ceph costs: only these are taken for an archive. */
const OBJECT_STORES: ReadonlySet<string> = new Set(["s3", "swift"]);

function roleOf(store: Store, api: GlanceApi, { cow, defaultStore }: Decisions): Pick<PlannedStore, "role" | "why"> {
  if (store.type === "http") return { role: "read-only", why: "reads images by URL, takes no uploads" };
  if (store.id === defaultStore?.id) {
    if (store.type === "rbd" && cow === "yes")
      return { role: "hot", why: "disks are cloned from here; uploads without a store go here" };
    return { role: "standard", why: "uploads without a store go here" };
  }
  if (store.type === "rbd" && cow === "yes")
    return { role: "hot", why: "clonable by consumers of its cluster; target of copy-image" };
  if (OBJECT_STORES.has(store.type) && cow !== "no")
    return { role: "archive", why: "cheaper room for what is not booted; chosen with --store or by automation" };
  return {
    role: "standard",
    why:
      store.id === api.defaultStoreId
        ? "uploads go here today; what is booted is copied to where it can be cloned"
        : "holds what is uploaded to it by name",
  };
}

/** Weight decides read order and the advertised location, from 2023.2; it never places an upload. */
function weightOf(cloud: Cloud, store: Store, api: GlanceApi, { cow, defaultStore }: Decisions): number | null {
  if (api.catalogues.some((release) => release < "2023.2")) return null;
  const rivals = api.stores.filter(({ id, type }) => id !== store.id && type !== "http");
  if (cow !== "yes" || store.id !== defaultStore?.id || store.type !== "rbd" || rivals.length === 0)
    return store.weight;
  // with disks on several clusters, which store comes first is for the API of each site to say
  const near = storesNearDisks(cloud, api);
  if (feedsOtherSites(cloud, api, store) || near.some(({ id }) => id !== store.id)) return store.weight;
  const highest = Math.max(...rivals.map(({ weight }) => weight));
  return store.weight > highest ? store.weight : highest + 100;
}
