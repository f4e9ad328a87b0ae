/** Questions that several rules ask of the clone chain: whose disks are on Ceph, and which stores disks can be cloned from. */
import { rbdStores, serviceApis } from "./clone.ts";
import type {
  CinderVolume,
  CloneLink,
  CloneVerdict,
  Cloud,
  GlanceApi,
  NovaCompute,
  Said,
  ServiceConfig,
  Store,
} from "./cloud.ts";
import { sameSite } from "./scope.ts";

/** "stated": said in words, no file shows it. */
type DiskUse = boolean | "stated" | "unknown";
/** Disks on Ceph near one API; `missing` names the files that would tell what is unknown. */
export type CephDisks = { nova: DiskUse; cinder: DiskUse; missing: readonly string[] };

/** Whether Nova and Cinder keep disks on Ceph at the site of an API. A file goes before words; a said no proves nothing. */
export function cephDisks({ nova, cinder, words }: Pick<Cloud, "nova" | "cinder" | "words">, at: GlanceApi): CephDisks {
  const use = (
    services: readonly (ServiceConfig & { usesRbd: boolean | "unknown" })[],
    said: Said<"yes" | "no" | "partly"> | null,
  ): DiskUse => {
    const near = services.filter(({ scope }) => sameSite(scope, at.scope));
    if (near.some(({ usesRbd }) => usesRbd === true)) return true;
    if (near.length > 0) return near.some(({ usesRbd }) => usesRbd === "unknown") ? "unknown" : false;
    return said?.value === "yes" || said?.value === "partly" ? "stated" : "unknown";
  };
  const disks = { nova: use(nova, words.novaOnCeph), cinder: use(cinder, words.cinderOnCeph) };
  const missing = [
    ...(disks.nova === "unknown" ? ["nova.conf"] : []),
    ...(disks.cinder === "unknown" ? ["cinder.conf"] : []),
  ];
  return { ...disks, missing };
}

/** Who is meant, for a message: those whose files show it, else those of whom it is said; null when nobody is known. */
export function diskOwners({ nova, cinder }: CephDisks): { names: string; sure: boolean } | null {
  const owners = (holds: (use: DiskUse) => boolean): string =>
    [...(holds(nova) ? ["Nova"] : []), ...(holds(cinder) ? ["Cinder"] : [])].join(" and ");
  const shown = owners((use) => use === true);
  if (shown) return { names: shown, sure: true };
  const said = owners((use) => use === "stated");
  return said ? { names: said, sure: false } : null;
}

/** Whether one condition of a verdict holds; null where the verdict does not have it. */
export function linkHolds(verdict: CloneVerdict, id: CloneLink["id"]): CloneLink["holds"] | null {
  return verdict.links.find((link) => link.id === id)?.holds ?? null;
}

/** The consumer's disks and the store are on RBD, and nothing shows that their clusters differ. */
export function onOneCeph(verdict: CloneVerdict): boolean {
  return (
    linkHolds(verdict, "consumer-on-rbd") === true &&
    linkHolds(verdict, "store-on-rbd") === true &&
    linkHolds(verdict, "same-cluster") !== false
  );
}

/** RBD stores of an API without those whose cluster is proved to be none that disks are on. */
export function storesNearDisks({ clone }: Pick<Cloud, "clone">, api: GlanceApi): readonly Store[] {
  return rbdStores(api).filter(({ id }) => {
    const verdicts = clone.verdicts.filter(
      (verdict) => verdict.storeId === id && linkHolds(verdict, "consumer-on-rbd") === true,
    );
    const own = verdicts.filter((verdict) => verdict.api === api.file);
    const telling = own.length > 0 ? own : verdicts;
    return telling.length === 0 || telling.some(onOneCeph);
  });
}

/** The endpoints that one Nova or Cinder talks to: the internal ones of its site. */
export function apisOf(glance: readonly GlanceApi[], service: ServiceConfig): readonly GlanceApi[] {
  return serviceApis(glance).filter(({ scope }) => sameSite(scope, service.scope));
}

/**
 * A compute on RBD that has Glance copy images, with the store it names and those of its endpoints that enable it.
 * `needed`: images can lie in another store too, so copies do happen.
 */
export type CopyingCompute = { compute: NovaCompute; store: string; apis: readonly GlanceApi[]; needed: boolean };

/** Every compute that asks Glance for copies into an enabled store before it would download. */
export function copyingComputes({ glance, nova }: Pick<Cloud, "glance" | "nova">): CopyingCompute[] {
  return nova.flatMap((compute) => {
    const store = compute.glanceStoreName;
    if (compute.usesRbd !== true || !store) return [];
    const apis = apisOf(glance, compute).filter(
      ({ mode, stores }) => mode === "multi_store" && stores.some(({ id }) => id === store),
    );
    const needed = apis.some(({ stores }) => stores.some(({ id, type }) => id !== store && type !== "http"));
    return apis.length > 0 ? [{ compute, store, apis, needed }] : [];
  });
}

/** Policy rules that decide who may ask for an image's locations. */
const LOCATION_RULES: ReadonlySet<string> = new Set(["service_api", "fetch_image_location"]);

/**
 * Cinder services on Ceph whose Glance shows no locations, where only a call in the service's name could tell them: Nova
 * does not need them in the image, and no pasted policy changes who may call.
 */
export function cindersWithoutLocations(cloud: Cloud): CinderVolume[] {
  if (cloud.policy.some(({ name }) => LOCATION_RULES.has(name))) return [];
  return cloud.cinder.filter((cinder) => {
    const apis = apisOf(cloud.glance, cinder).filter(
      ({ locationsShown, scope }) => locationsShown === false && scope.role !== "external",
    );
    return cloud.clone.verdicts.some(
      (verdict) =>
        verdict.consumer === "cinder" &&
        verdict.scope === cinder.scope.label &&
        apis.some((api) => api.file === verdict.api && cephDisks(cloud, api).nova !== true) &&
        onOneCeph(verdict),
    );
  });
}
