/**
 * The few decisions that the five parts follow from. Rules find what is wrong; this says what to want: raw images on
 * Ceph RBD, cloned copy-on-write, wherever the cloud can do it, and never where it cannot.
 */
import { rbdStores, serviceApis } from "../facts/clone.ts";
import { copyingComputes, storesNearDisks } from "../facts/clone-chain.ts";
import type { Cloud, GlanceApi, Store } from "../facts/cloud.ts";
import type { Mode } from "../facts/mode.ts";
import { modeOf } from "../facts/mode.ts";
import { newRbdStore } from "../facts/new-rbd-store.ts";
import type { PartA, PartB, PartD } from "./schema.ts";

export type Decisions = {
  mode: Mode;
  cow: PartA["cow"]["recommend"];
  cowWhy: string;
  policyFormat: PartB["policyFormat"];
  glanceCache: PartD["glanceCache"];
  defaultStore: PartA["defaultStore"];
  /** The API whose file the changes go to; null when none was given. */
  api: GlanceApi | null;
};

export function decide(cloud: Cloud): Decisions {
  const mode = modeOf(cloud);
  const api = serviceApis(cloud.glance)[0] ?? null;
  if (mode === "insufficient_input" || mode === "wrong_input" || !api) {
    const cowWhy =
      "Without glance-api.conf and nova.conf nobody can say whether a boot can be cloned: if images and disks are on one Ceph, raw images on RBD are the way.";
    return {
      mode,
      cow: "conditional",
      cowWhy,
      policyFormat: "conditional",
      glanceCache: "conditional",
      defaultStore: null,
      api: null,
    };
  }
  const { cow, cowWhy } = recommendClone(cloud, api);
  return {
    mode,
    cow,
    cowWhy,
    policyFormat: formatFor(cloud, cow),
    glanceCache: cacheFor(cloud, api, cow),
    defaultStore: defaultFor(cloud, api, cow),
    api,
  };
}

type Consumer = "yes" | "no" | "partly" | "unknown";

/** A file decides; without one the words do, a no as well (vocabulary: a said no counts for the recommendation). */
function consumerOnRbd(byFile: readonly boolean[], said: Consumer | undefined): Consumer {
  if (byFile.length > 0) return byFile.every(Boolean) ? "yes" : byFile.some(Boolean) ? "partly" : "no";
  return said ?? "unknown";
}

function recommendClone(cloud: Cloud, api: GlanceApi): { cow: Decisions["cow"]; cowWhy: string } {
  const { words } = cloud;
  // that there is Ceph somewhere does not put disks on it; that there is none keeps them off
  const noCeph = words.ceph?.value === "no" ? "no" : undefined;
  const nova = consumerOnRbd(
    cloud.nova.map(({ usesRbd }) => usesRbd === true),
    words.novaOnCeph?.value ?? noCeph,
  );
  const cinder = consumerOnRbd(
    cloud.cinder.map(({ usesRbd }) => usesRbd === true),
    words.cinderOnCeph?.value ?? noCeph,
  );
  const hasRbd = cloud.glance.some((each) => rbdStores(each).length > 0);
  if (cloud.clone.possible === "on_array")
    return {
      cow: "no",
      cowWhy: "Images are Cinder volumes here: the array can clone them for volumes, Ceph's clone is not in play.",
    };
  if (nova === "yes" || cinder === "yes") {
    const who = [nova === "yes" ? "Nova" : null, cinder === "yes" ? "Cinder" : null].filter(Boolean).join(" and ");
    const where = hasRbd ? "" : " Glance has no RBD store yet; add one on that cluster.";
    return {
      cow: "yes",
      cowWhy: `${who} keep${who.includes("and") ? "" : "s"} disks on Ceph: a raw image in an RBD store of the same cluster can be cloned at boot, so that no bytes move.${hasRbd ? today(cloud) : where}`,
    };
  }
  if (nova === "partly" || cinder === "partly")
    return {
      cow: "conditional",
      cowWhy:
        "Some of the computes or backends are on Ceph, others are not: raw on RBD for the first, an image copy or cache for the others.",
    };
  if (!hasRbd && (nova === "no" || cinder === "no"))
    return {
      cow: "no",
      cowWhy:
        "Neither Glance nor the disks that are known are on Ceph: nothing can be cloned here, and raw images would only cost space.",
    };
  if (nova === "no" && cinder === "no")
    return { cow: "no", cowWhy: "Neither Nova nor Cinder keeps disks on Ceph: an RBD store serves downloads only." };
  return {
    cow: "conditional",
    cowWhy: hasRbd
      ? `Store ${rbdStores(api)[0]?.id ?? "rbd"} could be cloned from; whether Nova or Cinder is on the same Ceph was not shown.`
      : "Where Nova and Cinder keep their disks was not shown.",
  };
}

/** What stands between the recommendation and today, where something does. */
function today({ clone }: Cloud): string {
  if (clone.effectiveNova !== false) return "";
  const broken = clone.verdicts.find(({ consumer, possible }) => consumer === "nova" && possible === false);
  const link = broken?.links.find(({ holds }) => holds === false);
  return link ? ` Today Nova cannot: ${link.because}.` : "";
}

function formatFor(cloud: Cloud, cow: Decisions["cow"]): Decisions["policyFormat"] {
  if (cow === "yes") return "raw";
  if (cow === "conditional") return "conditional";
  return cloud.clone.possible === "on_array" ? "raw" : "qcow2";
}

/** Drivers whose reads cross a network to another service each time. */
const REMOTE = new Set(["swift", "s3", "cinder", "http"]);

function cacheFor(cloud: Cloud, api: GlanceApi, cow: Decisions["cow"]): Decisions["glanceCache"] {
  if (cow === "conditional") return "conditional";
  if (cow === "yes") return archiveHoldsImages(cloud, api) ? "off_or_only_for_archive" : "off";
  // volumes are cloned by the array, and only what Nova downloads itself would gain
  if (cloud.clone.possible === "on_array") return "optional";
  const holding = api.defaultStore ?? api.stores.find(({ type }) => type !== "http") ?? null;
  return holding && REMOTE.has(holding.type) ? "on" : "optional";
}

/** A slower store beside RBD in which images were seen. */
function archiveHoldsImages(cloud: Cloud, api: GlanceApi): boolean {
  return api.stores.some(
    ({ id, type }) => (type === "s3" || type === "swift") && (cloud.catalog?.byStore?.[id]?.images ?? 0) > 0,
  );
}

function defaultFor(cloud: Cloud, api: GlanceApi, cow: Decisions["cow"]): PartA["defaultStore"] {
  const current = api.defaultStore;
  const best = cow === "yes" ? localRbdStore(cloud, api) : null;
  if (best) return storeChoice(best, best.id !== current?.id);
  if (cow === "yes" && current?.type !== "cinder") {
    const added = newRbdStore(cloud, api);
    if (added) return { id: added.id, type: "rbd", change: true, conditional: true };
  }
  if (current && current.type !== "http") return storeChoice(current, false);
  const writable = api.stores.find(({ type }) => type !== "http" && type !== "");
  return writable ? storeChoice(writable, true) : null;
}

const storeChoice = ({ id, type }: Store, change: boolean) => ({ id, type, change });

/**
 * The RBD store that uploads should land in: the default when consumers can clone from it or when it feeds other sites,
 * else the first whose chain is not broken by its cluster.
 */
function localRbdStore(cloud: Cloud, api: GlanceApi): Store | null {
  const stores = rbdStores(api);
  const current = stores.find(({ id }) => id === api.defaultStoreId);
  const near = storesNearDisks(cloud, api);
  const candidates = near.length > 0 ? near : stores;
  if (current && (candidates.includes(current) || feedsOtherSites(cloud, api, current))) return current;
  return candidates.toSorted((left, right) => right.weight - left.weight)[0] ?? null;
}

/** Computes on other clusters have images copied from it, or all that were shown are of other sites. */
export function feedsOtherSites(cloud: Cloud, api: GlanceApi, store: Pick<Store, "id">): boolean {
  if (copyingComputes(cloud).some((copying) => copying.apis.includes(api) && copying.store !== store.id)) return true;
  const consumers = [...cloud.nova, ...cloud.cinder].filter(({ usesRbd }) => usesRbd === true);
  return consumers.length > 0 && consumers.every(({ scope }) => scope.site !== null && scope.site !== api.scope.site);
}
