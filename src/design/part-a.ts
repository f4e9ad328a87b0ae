/** (a) Store layout, default store, who can clone from it, what goes where, and what happens to images that exist. */
import type { Finding } from "../check/finding.ts";
import type { CloneLink, CloneVerdict, Cloud, GlanceApi, Store } from "../facts/cloud.ts";
import { scopeName } from "../facts/named-facts.ts";
import { humanBytes, plural } from "../units.ts";
import { type Decisions, feedsOtherSites } from "./decide.ts";
import { layoutAfter } from "./layout.ts";
import { placementOf } from "./placement.ts";
import type { PartA } from "./schema.ts";

export function partA(cloud: Cloud, decisions: Decisions, findings: readonly Finding[]): PartA {
  const { api } = decisions;
  const stores = api ? layoutAfter(cloud, api, decisions) : [];
  return {
    stores: stores.map(({ id, type, role, weight, why }) => ({ id, type, role, weight, why })),
    defaultStore: decisions.defaultStore,
    ...(perSite(cloud).length > 1 ? { perSite: perSite(cloud) } : {}),
    cow: {
      recommend: decisions.cow,
      consumers: cloud.clone.verdicts.map((verdict) => consumerLine(verdict, cloud.clone.possible === "on_array")),
      observed: cloud.clone.observed.map(({ pool, consumer, disks, clones }) => ({ pool, consumer, disks, clones })),
      why: decisions.cowWhy,
    },
    placement: placementOf(cloud, decisions, stores),
    existingImages: existingImages(cloud, decisions),
    why: whyLayout(cloud, decisions),
    evidence: findings.filter(({ part }) => part === "a").map(({ fingerprint }) => fingerprint),
  };
}

function consumerLine(verdict: CloneVerdict, onArray: boolean): PartA["cow"]["consumers"][number] {
  const broken = verdict.links.find(({ holds }) => holds === false);
  const open = verdict.links.find(({ holds }) => holds === "unknown");
  const assumed = verdict.links.find(({ holds }) => holds === "assumed");
  const first = verdict.links.find(({ id, holds }) => id === "first-location-local" && holds !== true);
  const because = onArray
    ? ON_ARRAY[verdict.consumer]
    : broken && broken !== first
      ? broken.because
      : first && verdict.possible === true
        ? `once its location is the first: ${first.because}`
        : (broken?.because ?? openBecause(open, assumed));
  return {
    consumer: verdict.consumer,
    scope: verdict.scope,
    store: verdict.storeId,
    verdict: verdict.possible === true ? "yes" : verdict.possible === false ? "no" : "unknown",
    brokenBy: verdict.brokenBy,
    because,
    badge: "paper",
  };
}

const ON_ARRAY: Readonly<Record<CloneVerdict["consumer"], string>> = {
  nova: "images are volumes: root disks that Nova keeps itself are downloaded",
  cinder: "not by Ceph: the volume's backend clones the image's volume, if it may and sees which it is",
};

function openBecause(open: CloneLink | undefined, assumed: CloneLink | undefined): string {
  return open
    ? `not known: ${open.because}`
    : assumed
      ? `every link holds; one is assumed: ${assumed.because}`
      : "every link holds";
}

function perSite(cloud: Cloud): NonNullable<PartA["perSite"]> {
  const sited = cloud.glance.filter(({ scope }) => scope.site !== null);
  return sited.map((api) => ({
    site: scopeName(api),
    stores: api.stores.map(({ id }) => id),
    defaultStore: api.defaultStoreId,
  }));
}

function whyLayout(cloud: Cloud, { cow, defaultStore, mode, api }: Decisions): string {
  if (!api)
    return mode === "wrong_input"
      ? "The file that was given is not Glance's: no layout can be read from it."
      : "No layout is named without glance-api.conf: what follows depends on it.";
  if (!defaultStore) return "No enabled store can take uploads.";
  if (defaultStore.conditional)
    return `${defaultStore.id} is to be added on the cluster of the disks, and becomes the default once its pool, user and keyring exist: until then nothing can be cloned.`;
  const kept = defaultStore.change ? `${defaultStore.id} becomes the default` : `${defaultStore.id} stays the default`;
  if (defaultStore.type === "rbd" && cow === "yes" && feedsOtherSites(cloud, api, defaultStore))
    return `${kept}: uploads land there once, and copies go to the store of each site where they are booted.`;
  if (cow === "yes") return `${kept}: new images land where disks can be cloned from them.`;
  if (cloud.clone.possible === "on_array")
    return `${kept}: images are volumes there, and its backend clones them for new volumes.`;
  if (cow === "no") return `${kept}: nothing in this cloud can clone from a store, so the layout serves downloads.`;
  return `${kept} until it is known where Nova and Cinder keep their disks.`;
}

function existingImages(cloud: Cloud, { cow, api }: Decisions): PartA["existingImages"] {
  if (!api) return [];
  const steps: { what: string; check: string }[] = [];
  if (api.mode === "single_store" && cloud.words.wantsMultiStore) {
    steps.push({
      what: "Keep pool, user, ceph.conf and data directory as they are: locations without a store id are matched by their URL prefix and get the id at the first read; nothing is copied.",
      check: "openstack image show of an old image lists its store under `stores` after one read",
    });
  }
  const strays = cow === "yes" ? strayStores(cloud, api) : [];
  for (const { store, images, bytes } of strays) {
    const held =
      images === null ? "" : ` (${plural(images, "image")}${bytes === null ? "" : `, ${humanBytes(bytes)}`})`;
    steps.push({
      what: `Of store ${store.id}${held}, copy what guests boot from into the RBD store with copy-image, raw images first; copy-image does not convert.`,
      check: "`stores` of the image names both; os_glance_failed_import is empty",
    });
    steps.push({
      what: `Remove a copy from ${store.id} only through the API of that store, after the other copy was read once; keep the store enabled while any image lives there.`,
      check: "GET of the image data answers 200",
    });
  }
  return steps.map((step, index) => ({ order: index + 1, ...step }));
}

/** Stores beside RBD that hold, or may hold, images which guests boot from. */
export function strayStores(
  cloud: Cloud,
  api: GlanceApi,
): { store: Store; images: number | null; bytes: number | null }[] {
  return (
    api.stores
      .filter(({ type }) => type !== "rbd" && type !== "http")
      .map((store) => ({
        store,
        images: cloud.catalog?.byStore?.[store.id]?.images ?? null,
        bytes: cloud.catalog?.byStore?.[store.id]?.bytes ?? null,
      }))
      // without figures only the store that uploads land in is known to hold images
      .filter(({ store, images }) => (images === null ? store.id === api.defaultStoreId : images > 0))
  );
}
