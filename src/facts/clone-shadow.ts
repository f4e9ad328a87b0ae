/** Stores whose location is shown before that of the store on a compute's own cluster: Nova then downloads what lies next to it. */
import { linkHolds } from "./clone-chain.ts";
import type { CloneVerdict, Cloud, GlanceApi, NovaCompute, Store } from "./cloud.ts";

/**
 * `store` is on the cluster of the compute, `front` on another. "weight": its weight is higher. "age": uploads land in
 * `front`, and the compute has Glance copy them to `store` afterwards. "uploads": they land in `front`, and nothing brings
 * them to `store`.
 */
export type ShadowedStore = {
  compute: NovaCompute;
  api: GlanceApi;
  store: Store;
  front: Store;
  by: "weight" | "age" | "uploads";
};

/** One for each compute that is shown another cluster's copy first, where all locations are not shown. */
export function shadowedStores(cloud: Pick<Cloud, "clone" | "glance" | "nova">): ShadowedStore[] {
  return cloud.nova.flatMap((compute) => {
    const verdicts = cloud.clone.verdicts.filter(
      ({ consumer, scope }) => consumer === "nova" && scope === compute.scope.label,
    );
    for (const verdict of verdicts.filter(isLocal)) {
      const api = cloud.glance.find(({ file }) => file === verdict.api);
      const store = api?.stores.find(({ id }) => id === verdict.storeId);
      if (!api || !store) continue;
      const abroad = new Set(
        verdicts
          .filter((other) => other.api === api.file && linkHolds(other, "same-cluster") === false)
          .map(({ storeId }) => storeId),
      );
      const shadow = shadowOf(compute, api, store, abroad);
      if (shadow) return [{ compute, api, store, ...shadow }];
    }
    return [];
  });
}

function shadowOf(
  compute: NovaCompute,
  api: GlanceApi,
  store: Store,
  abroad: ReadonlySet<string | null>,
): Pick<ShadowedStore, "front" | "by"> | null {
  const rivals = api.stores.filter(({ id, weight }) => abroad.has(id) && weight >= store.weight);
  const heavier = rivals.find(({ weight }) => weight > store.weight);
  if (heavier) return { front: heavier, by: "weight" };
  const older = rivals.find(({ id }) => id === api.defaultStoreId);
  return older ? { front: older, by: compute.glanceStoreName === store.id ? "age" : "uploads" } : null;
}

/** All of the chain holds but the order of the locations. */
const isLocal = (verdict: CloneVerdict): boolean =>
  verdict.possible !== false &&
  [true, "assumed"].includes(linkHolds(verdict, "same-cluster") ?? false) &&
  linkHolds(verdict, "location-visible") === true &&
  [false, "unknown"].includes(linkHolds(verdict, "first-location-local") ?? true);
