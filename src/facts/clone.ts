/**
 * The copy-on-write chain as a proof: for each consumer and each RBD store of Glance, every condition that Nova
 * (nova/virt/libvirt/imagebackend.py Rbd.clone, nova/storage/rbd_utils.py is_cloneable) or Cinder
 * (cinder/volume/drivers/rbd.py _is_cloneable) sets, with whether it holds and where that was seen.
 */
import type { Intake } from "../intake/artefact.ts";
import type { Position } from "../intake/source.ts";
import type { ClusterSight } from "./ceph.ts";
import { clusterOf, sameCluster, storeCluster } from "./ceph.ts";
import type {
  Catalog,
  CephClient,
  CinderVolume,
  CloneFacts,
  CloneLink,
  CloneShare,
  CloneVerdict,
  GlanceApi,
  NovaCompute,
  ServiceConfig,
  Statements,
  Store,
  Tri,
} from "./cloud.ts";
import { sameSite } from "./scope.ts";
import { flag, sectionHeader, storeSetting } from "./settings.ts";

/** Share of raw among the images that are no ISO, above which a complete chain counts as effective. */
export const RAW_SHARE_FOR_EFFECTIVE = 0.95;

export type CloneInput = {
  intake: Intake;
  glance: readonly GlanceApi[];
  nova: readonly NovaCompute[];
  cinder: readonly CinderVolume[];
  ceph: readonly CephClient[];
  catalog: Catalog | null;
  words: Statements;
  observed: readonly CloneShare[];
};

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
  const broken = links.find(({ holds }) => holds === false);
  const open = links.some(({ holds }) => holds === "unknown");
  return {
    consumer,
    scope: service.scope.label,
    storeId: store?.id ?? glance.defaultStoreId ?? "",
    possible: broken ? false : open ? "unknown" : true,
    links,
    brokenBy: broken?.id ?? null,
  };
}

function novaLinks(nova: NovaCompute, store: Store | null, glance: GlanceApi, input: CloneInput): CloneLink[] {
  const cluster = clusterOf(nova.cephConf, input.ceph, nova.scope.site);
  return [
    link("consumer-on-rbd", nova.usesRbd, `[libvirt] images_type is ${nova.imagesType}`, {
      file: nova.file,
      line: null,
    }),
    storeLink(store, glance),
    ...(store ? [clusterLink(store, glance, cluster, input)] : []),
    link(
      "location-visible",
      glance.locationsShown,
      glance.locationsShown === true ? "Glance shows a location" : "show_image_direct_url is off",
      locationAt(glance),
    ),
    ...(store ? [firstLocationLink(store, glance)] : []),
    link("force-raw", flag(nova, "DEFAULT", "force_raw_images"), "[DEFAULT] force_raw_images", {
      file: nova.file,
      line: null,
    }),
  ];
}

function cinderLinks(cinder: CinderVolume, store: Store | null, glance: GlanceApi, input: CloneInput): CloneLink[] {
  const backend = cinder.backends.find(({ rbd }) => rbd);
  const cluster = clusterOf(backend?.cephConf ?? null, input.ceph, cinder.scope.site);
  const seesByService = cinderAsksForLocations(cinder);
  const visible: Tri =
    glance.locationsShown === true || seesByService === true
      ? true
      : glance.locationsShown === "unknown" || seesByService === "unknown"
        ? "unknown"
        : false;
  return [
    link(
      "consumer-on-rbd",
      cinder.usesRbd,
      cinder.usesRbd ? "an RBD backend is enabled" : "no RBD backend is enabled",
      backend?.at ?? { file: cinder.file, line: null },
    ),
    storeLink(store, glance),
    ...(store ? [clusterLink(store, glance, cluster, input)] : []),
    link(
      "location-visible",
      visible,
      seesByService === true
        ? "Cinder asks Glance for locations with its own [glance] user"
        : "what Glance shows in the image",
      locationAt(glance),
    ),
  ];
}

/**
 * From 2025.2 cinder-volume asks for locations with the credentials of its own `[glance]` section
 * (cinder/image/glance.py get_location); before, it reads what the image shows.
 */
export function cinderAsksForLocations(cinder: CinderVolume): Tri {
  if (
    !sectionHeader(cinder, "glance") ||
    !cinder.configs.some(({ entries }) =>
      entries.some(({ section, key }) => section.toLowerCase() === "glance" && key === "auth_type"),
    )
  )
    return false;
  const reads = cinder.catalogues.map((release) => release >= "2025.2");
  return reads.every(Boolean) ? true : reads.some(Boolean) ? "unknown" : false;
}

const link = (id: CloneLink["id"], holds: CloneLink["holds"], because: string, at: Position | null): CloneLink => ({
  id,
  holds,
  because,
  at,
});

function storeLink(store: Store | null, glance: GlanceApi): CloneLink {
  if (store) return link("store-on-rbd", true, `store ${store.id} is on RBD`, store.at);
  return link("store-on-rbd", false, "Glance has no RBD store", { file: glance.file, line: null });
}

function clusterLink(store: Store, glance: GlanceApi, consumer: ClusterSight, input: CloneInput): CloneLink {
  const path = storeSetting(glance, store, "rbd_store_ceph_conf");
  const same = sameCluster(storeCluster(store, path.text, input.ceph, input.intake, glance.scope.site), consumer);
  const holds = same === "assumed_from_same_conf_path" ? "assumed" : same === "per_site_only" ? "unknown" : same;
  return link(
    "same-cluster",
    holds,
    holds === "assumed" ? `both read ${consumer.conf}` : "fsid of both clusters",
    path.at ?? store.at,
  );
}

/** Nova looks at the first location alone when only direct_url is shown; from 2023.2 that is the store of the highest weight. */
function firstLocationLink(store: Store, glance: GlanceApi): CloneLink {
  const writable = glance.stores.filter(({ type }) => type !== "http");
  if (glance.showMultipleLocations === true || writable.length < 2)
    return link("first-location-local", true, "no other store can come first", store.at);
  const above = writable.filter((other) => other.id !== store.id && other.weight >= store.weight);
  const holds = above.length === 0 ? true : above.some((other) => other.weight > store.weight) ? false : "unknown";
  return link(
    "first-location-local",
    holds,
    above.length === 0 ? `weight of ${store.id} is highest` : `${above[0]?.id} has the same or a higher weight`,
    store.at,
  );
}

function locationAt(glance: GlanceApi): Position {
  const entry = glance.configs
    .flatMap(({ file, entries }) =>
      entries.filter(({ key }) => key === "show_image_direct_url").map(({ line }) => ({ file, line })),
    )
    .at(-1);
  return entry ?? { file: glance.file, line: null };
}

function clusterPairs(input: CloneInput): CloneFacts["sameCluster"][] {
  return serviceApis(input.glance).flatMap((glance) =>
    rbdStores(glance).flatMap((store) => {
      const path = storeSetting(glance, store, "rbd_store_ceph_conf").text;
      const own = storeCluster(store, path, input.ceph, input.intake, glance.scope.site);
      const consumers = [
        ...input.nova
          .filter(({ usesRbd, scope }) => usesRbd === true && sameSite(scope, glance.scope))
          .map((nova) => clusterOf(nova.cephConf, input.ceph, nova.scope.site)),
        ...input.cinder.flatMap((cinder) =>
          cinder.backends
            .filter(({ rbd }) => rbd)
            .map((backend) => clusterOf(backend.cephConf, input.ceph, cinder.scope.site)),
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
  const share = rawShare(input.catalog);
  return share === null || share >= RAW_SHARE_FOR_EFFECTIVE ? true : "only_for_raw";
}
