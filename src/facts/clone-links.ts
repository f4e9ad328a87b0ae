/** The links of the copy-on-write chain, each with whether it holds and where that was seen. */
import type { Intake } from "../intake/artefact.ts";
import type { Position } from "../intake/source.ts";
import { cephUser, poolAccess } from "./caps.ts";
import type { ClusterSight } from "./ceph.ts";
import { clusterOf, sameCluster, storeCluster } from "./ceph.ts";
import type {
  Catalog,
  CephClient,
  CephUser,
  CinderBackend,
  CinderVolume,
  CloneLink,
  CloneShare,
  GlanceApi,
  NovaCompute,
  Statements,
  Store,
  Tri,
} from "./cloud.ts";
import { flag, sectionHeader, setting, storeSetting } from "./settings.ts";

export type CloneInput = {
  intake: Intake;
  glance: readonly GlanceApi[];
  nova: readonly NovaCompute[];
  cinder: readonly CinderVolume[];
  ceph: readonly CephClient[];
  catalog: Catalog | null;
  words: Statements;
  observed: readonly CloneShare[];
  /** Users whose capabilities were pasted; without them that link is left open, not judged. */
  cephUsers?: readonly CephUser[];
};

/** The conditions of Nova's clone of an image in one store (null: Glance has no RBD store). */
export function novaLinks(nova: NovaCompute, store: Store | null, glance: GlanceApi, input: CloneInput): CloneLink[] {
  const cluster = clusterOf(nova.cephConf, input.ceph, nova.scope.site, "nova");
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
    ...(store ? [firstLocationLink(store, glance), ...capsLinks(nova.rbdUser, store, glance, input)] : []),
    forceRawLink(nova),
  ];
}

/** The conditions of Cinder's clone; from 2025.2 its own service user may see what readers of the image do not. */
export function cinderLinks(
  cinder: CinderVolume,
  store: Store | null,
  glance: GlanceApi,
  input: CloneInput,
): CloneLink[] {
  const backend = nearestBackend(cinder, store, glance, input);
  const cluster = clusterOf(backend?.cephConf ?? null, input.ceph, cinder.scope.site, "cinder");
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
        ? "Cinder asks Glance for locations in the service's name"
        : "what Glance shows in the image",
      locationAt(glance),
    ),
    // asked in the service's name, Glance tells all locations
    ...(store && seesByService !== true ? [firstLocationLink(store, glance)] : []),
    ...(store ? capsLinks(backend?.user ?? null, store, glance, input) : []),
  ];
}

const NEARNESS: readonly CloneLink["holds"][] = [true, "assumed", "unknown", false];

/** Of several RBD backends the one that can reach the store's cluster best: one that clones is enough. */
function nearestBackend(
  cinder: CinderVolume,
  store: Store | null,
  glance: GlanceApi,
  input: CloneInput,
): CinderBackend | undefined {
  const backends = cinder.backends.filter(({ rbd }) => rbd);
  if (!store || backends.length < 2) return backends[0];
  const distance = (backend: CinderBackend): number => {
    const cluster = clusterOf(backend.cephConf, input.ceph, cinder.scope.site, "cinder");
    return NEARNESS.indexOf(clusterLink(store, glance, cluster, input).holds);
  };
  return backends.reduce((best, backend) => (distance(backend) < distance(best) ? backend : best));
}

function forceRawLink(nova: NovaCompute): CloneLink {
  const at = setting(nova, "DEFAULT", "force_raw_images").at ?? { file: nova.file, line: null };
  return link("force-raw", flag(nova, "DEFAULT", "force_raw_images"), "[DEFAULT] force_raw_images", at);
}

/** Nova and Cinder open the image's snapshot read-only; a refusal looks like "not cloneable". */
function capsLinks(name: string | null, store: Store, glance: GlanceApi, input: CloneInput): CloneLink[] {
  const user = cephUser(input.cephUsers ?? [], name);
  const pool = storeSetting(glance, store, "rbd_store_pool").text;
  if (!user || !pool) return [];
  const access = poolAccess(user, pool);
  return [link("caps", access !== "none", `${user.name} has ${access} access to pool ${pool}`, user.at)];
}

/**
 * From 2025.2 cinder-volume asks for locations in the service's name (cinder/image/glance.py get_location); before, it
 * reads what the image shows. Glance's default policy service_api (glance/policies/base.py) wants a service token in
 * 2025.2, whoever asks, and from 2026.1 the user of Cinder's own `[glance]` section.
 */
export function cinderAsksForLocations(cinder: CinderVolume): Tri {
  const ownUser = cinder.configs.some(({ entries }) =>
    entries.some(({ section, key }) => section.toLowerCase() === "glance" && key === "auth_type"),
  );
  const serviceToken = flag(cinder, "service_user", "send_service_user_token") === true;
  const reads = cinder.catalogues.map((release): Tri => {
    if (release < "2025.2") return false;
    if (release > "2025.2") return ownUser;
    return serviceToken ? true : ownUser ? "unknown" : false;
  });
  return reads.every((read) => read === true) ? true : reads.every((read) => read === false) ? false : "unknown";
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

const CLUSTER_WORDS: Readonly<Record<string, string>> = {
  true: "the fsids of both clusters are equal",
  false: "the fsids of both clusters differ",
  unknown: "whether both clusters have one fsid",
};

function clusterLink(store: Store, glance: GlanceApi, consumer: ClusterSight, input: CloneInput): CloneLink {
  const path = storeSetting(glance, store, "rbd_store_ceph_conf");
  const same = sameCluster(storeCluster(store, path.text, input.ceph, input.intake, glance.scope.site), consumer);
  const holds = same === "assumed_from_same_conf_path" ? "assumed" : same === "per_site_only" ? "unknown" : same;
  return link("same-cluster", holds, CLUSTER_WORDS[String(holds)] ?? `both read ${consumer.conf}`, path.at ?? store.at);
}

/** Nova looks at the first location alone when only direct_url is shown; from 2023.2 that is the store of the highest weight. */
function firstLocationLink(store: Store, glance: GlanceApi): CloneLink {
  const writable = glance.stores.filter(({ type }) => type !== "http");
  if (glance.showMultipleLocations === true || glance.mode === "single_store" || writable.length < 2)
    return link("first-location-local", true, "no other store can come first", store.at);
  // glance_store 4.6.0 brought the option; before, locations keep the order in which they were added
  const weight = (one: Store): number => (glance.catalogues.some((release) => release >= "2023.2") ? one.weight : 0);
  const above = writable.filter((other) => other.id !== store.id && weight(other) >= weight(store));
  const holds = above.length === 0 ? true : above.some((other) => weight(other) > weight(store)) ? false : "unknown";
  return link(
    "first-location-local",
    holds,
    above.length === 0 ? `weight of ${store.id} is highest` : `${above[0]?.id} has the same or a higher weight`,
    store.at,
  );
}

function locationAt(glance: GlanceApi): Position {
  return (
    setting(glance, "DEFAULT", "show_image_direct_url").at ??
    sectionHeader(glance, "DEFAULT")?.at ?? { file: glance.file, line: null }
  );
}
