/**
 * The copy-on-write chain as a proof: for each consumer and each RBD store of Glance, every condition that Nova
 * (nova/virt/libvirt/imagebackend.py Rbd.clone, nova/storage/rbd_utils.py is_cloneable) or Cinder
 * (cinder/volume/drivers/rbd.py _is_cloneable) sets, with whether it holds and where that was seen.
 */
import { clusterOf, sameCluster, storeCluster } from "./ceph.ts";
import type { CloneInput } from "./clone-links.ts";
import { cinderLinks, novaLinks } from "./clone-links.ts";
import type { Catalog, CloneFacts, CloneLink, CloneVerdict, GlanceApi, ServiceConfig, Store } from "./cloud.ts";
import { sameSite } from "./scope.ts";
import { storeSetting } from "./settings.ts";

export type { CloneInput } from "./clone-links.ts";
export { cinderAsksForLocations } from "./clone-links.ts";

/** Share of raw among the images that are no ISO, above which a complete chain counts as effective. */
export const RAW_SHARE_FOR_EFFECTIVE = 0.95;

/** All verdicts and the figures of the vocabulary that follow from them. */
export function cloneFacts(input: CloneInput): CloneFacts {
  const verdicts = serviceApis(input.glance).flatMap((glance) => verdictsOf(glance, input));
  const sights = clusterPairs(input);
  return {
    verdicts,
    sameCluster: mergeSights(sights),
    possible: clonePossible(input, verdicts),
    effectiveNova: effective(
      verdicts.filter(({ consumer }) => consumer === "nova"),
      input,
      input.nova.length > 0,
    ),
    effectiveCinder: effective(
      verdicts.filter(({ consumer }) => consumer === "cinder"),
      input,
      input.cinder.length > 0,
    ),
    observed: input.observed,
  };
}

/** The endpoints that Nova and Cinder talk to: the internal ones where the files tell them apart. */
export function serviceApis(glance: readonly GlanceApi[]): readonly GlanceApi[] {
  const internal = glance.filter(({ scope }) => scope.role === "internal");
  return internal.length > 0 ? internal : glance;
}

export const rbdStores = (glance: GlanceApi): readonly Store[] => glance.stores.filter(({ type }) => type === "rbd");

/** Share of raw images among those that are no ISO and have a format; null when the catalogue does not tell. */
export function rawShare(catalog: Catalog | null): number | null {
  if (!catalog?.byFormat) return null;
  let raw = 0;
  let all = 0;
  for (const [format, count] of Object.entries(catalog.byFormat)) {
    if (format === "iso" || format === "null") continue;
    all += count;
    if (format === "raw") raw += count;
  }
  return all === 0 ? null : raw / all;
}

function verdictsOf(glance: GlanceApi, input: CloneInput): CloneVerdict[] {
  const stores = rbdStores(glance);
  const candidates: readonly (Store | null)[] = stores.length > 0 ? stores : [null];
  const nova = input.nova.filter((compute) => sameSite(compute.scope, glance.scope));
  const cinder = input.cinder.filter((volume) => sameSite(volume.scope, glance.scope));
  return candidates.flatMap((store) => [
    ...nova.map((compute) => verdict("nova", compute, store, glance, novaLinks(compute, store, glance, input))),
    ...cinder.map((volume) => verdict("cinder", volume, store, glance, cinderLinks(volume, store, glance, input))),
  ]);
}

function verdict(
  consumer: "nova" | "cinder",
  service: ServiceConfig,
  store: Store | null,
  glance: GlanceApi,
  links: readonly CloneLink[],
): CloneVerdict {
  // another store in front of this one concerns only images that are in both
  const chain = links.filter(({ id }) => id !== "first-location-local");
  const broken = chain.find(({ holds }) => holds === false);
  const open = chain.some(({ holds }) => holds === "unknown");
  return {
    consumer,
    scope: service.scope.label,
    api: glance.file,
    storeId: store?.id ?? glance.defaultStoreId ?? "",
    possible: broken ? false : open ? "unknown" : true,
    links,
    brokenBy: broken?.id ?? null,
  };
}

function clusterPairs(input: CloneInput): CloneFacts["sameCluster"][] {
  return serviceApis(input.glance).flatMap((glance) =>
    rbdStores(glance).flatMap((store) => {
      const path = storeSetting(glance, store, "rbd_store_ceph_conf").text;
      const own = storeCluster(store, path, input.ceph, input.intake, glance.scope.site);
      const consumers = [
        ...input.nova
          .filter(({ usesRbd, scope }) => usesRbd === true && sameSite(scope, glance.scope))
          .map((nova) => clusterOf(nova.cephConf, input.ceph, nova.scope.site, "nova")),
        ...input.cinder.flatMap((cinder) =>
          cinder.backends
            .filter(({ rbd }) => rbd)
            .map((backend) => clusterOf(backend.cephConf, input.ceph, cinder.scope.site, "cinder")),
        ),
      ];
      return consumers.map((consumer) => sameCluster(own, consumer));
    }),
  );
}

/** Several pairs: equal answers stay; a mix of same and different clusters is one cluster per site. */
function mergeSights(sights: readonly CloneFacts["sameCluster"][]): CloneFacts["sameCluster"] {
  const kinds = new Set(sights);
  const [first] = sights;
  if (first === undefined) return "unknown";
  if (kinds.size === 1) return first;
  if (kinds.has(false)) return "per_site_only";
  return kinds.has("unknown") ? "unknown" : "assumed_from_same_conf_path";
}

function clonePossible(input: CloneInput, verdicts: readonly CloneVerdict[]): CloneFacts["possible"] {
  if (input.words.ceph?.value === "no" && !verdicts.some(({ possible }) => possible === true))
    return onArray(input) ? "on_array" : false;
  if (
    verdicts.some(({ links }) =>
      ["consumer-on-rbd", "store-on-rbd", "same-cluster"].every((id) =>
        links.every((entry) => entry.id !== id || entry.holds === true || entry.holds === "assumed"),
      ),
    )
  )
    return true;
  if (input.glance.length === 0) return "unknown";
  if (onArray(input)) return "on_array";
  const hasRbd = input.glance.some((glance) => rbdStores(glance).length > 0);
  const consumersKnown = input.nova.length > 0 && input.cinder.length > 0;
  const consumersOnRbd =
    input.nova.some(({ usesRbd }) => usesRbd === true) || input.cinder.some(({ usesRbd }) => usesRbd === true);
  if (consumersOnRbd)
    return hasRbd ? (verdicts.some(({ brokenBy }) => brokenBy !== "same-cluster") ? "unknown" : false) : false;
  return consumersKnown || (input.nova.length > 0 && !hasRbd) ? false : "unknown";
}

/** Glance keeps its images as Cinder volumes: an array may clone them for volumes, Ceph's clone is not in play. */
function onArray(input: CloneInput): boolean {
  return (
    input.glance.some(
      (glance) => glance.stores.some(({ type }) => type === "cinder") && rbdStores(glance).length === 0,
    ) && input.cinder.some(({ usesRbd, backends }) => usesRbd !== true && backends.length > 0)
  );
}

/** Some consumer's own cluster is never where uploads land, and another cluster's copy is shown first: its boots copy. */
function someCopyAlways(verdicts: readonly CloneVerdict[], { glance }: CloneInput): boolean {
  const scopes = new Set(verdicts.map(({ scope }) => scope));
  return [...scopes].some((scope) => {
    const own = verdicts.filter((verdict) => verdict.scope === scope);
    const lands = own.filter(({ api, storeId }) => glance.find(({ file }) => file === api)?.defaultStoreId === storeId);
    const apart = lands.length > 0 && lands.every(({ brokenBy }) => brokenBy === "same-cluster");
    return (
      apart && own.every(({ links }) => links.every(({ id, holds }) => id !== "first-location-local" || holds !== true))
    );
  });
}

function effective(
  verdicts: readonly CloneVerdict[],
  input: CloneInput,
  consumerGiven: boolean,
): CloneFacts["effectiveNova"] {
  if (!consumerGiven || input.glance.length === 0) return input.words.ceph?.value === "no" ? false : "unknown";
  const chains = verdicts.filter(({ possible }) => possible !== false);
  if (chains.length === 0) return false;
  const closed = chains.some(({ links }) =>
    links.every(({ id, holds }) => holds === true || holds === "assumed" || id === "first-location-local"),
  );
  if (!closed) return "unknown";
  if (someCopyAlways(verdicts, input)) return false;
  const share = rawShare(input.catalog);
  return share === null || share >= RAW_SHARE_FOR_EFFECTIVE ? true : "only_for_raw";
}
