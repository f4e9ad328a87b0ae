/** Where images should live, in bytes, and what that costs where prices were given. */
import { rawShare, rbdStores } from "../facts/clone.ts";
import { linkHolds } from "../facts/clone-chain.ts";
import type { Cloud, GlanceApi, Store } from "../facts/cloud.ts";
import { storeSetting } from "../facts/settings.ts";
import { humanBytes } from "../units.ts";
import { type Decisions, feedsOtherSites } from "./decide.ts";
import type { PlannedStore } from "./layout.ts";
import type { PartA } from "./schema.ts";

type Placement = PartA["placement"];

export function placementOf(cloud: Cloud, decisions: Decisions, stores: readonly PlannedStore[]): Placement {
  return {
    policy: policyText(cloud, decisions, stores),
    stores: stores.filter(({ role }) => role !== "reserved").map(({ id }) => storeLine(cloud, decisions, id)),
    moves: moves(cloud, decisions, stores),
    cost: costText(cloud),
    why: "Bytes are those of the listing or statistics; a cost is only worked out at prices that were given.",
  };
}

function policyText(cloud: Cloud, decisions: Decisions, stores: readonly PlannedStore[]): string[] {
  const { api, cow, defaultStore, policyFormat } = decisions;
  if (!defaultStore) return ["No policy can be written before the stores are known."];
  const archive = stores.find(({ role }) => role === "archive");
  const lines = [`Upload without --store goes to ${defaultStore.id}.`];
  if (cow === "yes")
    lines.push(
      "Images that guests boot from are raw and live in the RBD store of their cluster. ISO images stay ISO.",
      ...siteCopies(cloud, api, defaultStore),
      "Golden images are public, protected and rebuilt on a schedule; the build before stays, hidden, until no clone of it is left.",
    );
  if (policyFormat === "qcow2")
    lines.push("Images are uploaded as qcow2: nothing here clones, so the small file is the fast one.");
  if (archive)
    lines.push(
      `Images that nobody booted for 90 days may move to ${archive.id} with copy-image; copy them back before a boot.`,
    );
  lines.push("Nothing in Glance moves or expires images by itself: each move is a step of automation or of a person.");
  return lines;
}

/** Several RBD stores on clusters of their own: an image is cloned only where a copy of it is. */
function siteCopies(cloud: Cloud, api: GlanceApi | null, main: Pick<Store, "id">): string[] {
  if (!api) return [];
  const near = rbdStores(api).filter(({ id }) => id !== main.id);
  if (near.length === 0) return [];
  const names = near.map(({ id }) => id).join(", ");
  const far = feedsOtherSites(cloud, api, main) || severalClusters(cloud, api);
  return [
    far
      ? `Clones stay within one cluster: copy what a site boots to its store (${names}) at import (--store or --all-stores) or with copy-image, before the first boot there.`
      : `Each of ${names} holds images of its own choice, named with --store; an image is cloned only from a store on the cluster of the disks.`,
  ];
}

/** Some consumer is shown to be on another cluster than one of the stores. */
const severalClusters = (cloud: Cloud, api: GlanceApi): boolean =>
  cloud.clone.verdicts.some((verdict) => verdict.api === api.file && linkHolds(verdict, "same-cluster") === false);

function storeLine(cloud: Cloud, { api }: Decisions, id: string): Placement["stores"][number] {
  const held = cloud.catalog?.byStore?.[id];
  const store = api?.stores.find((candidate) => candidate.id === id);
  const pool = api && store?.type === "rbd" ? storeSetting(api, store, "rbd_store_pool").text : null;
  const fact = pool ? cloud.pools.find(({ name }) => name === pool) : undefined;
  const capacity =
    fact && fact.maxAvailableBytes !== null && fact.storedBytes !== null
      ? fact.maxAvailableBytes + fact.storedBytes
      : null;
  return { id, images: held?.images ?? null, bytes: held?.bytes ?? fact?.storedBytes ?? null, capacityBytes: capacity };
}

function moves(cloud: Cloud, { cow }: Decisions, stores: readonly PlannedStore[]): Placement["moves"] {
  const result: Placement["moves"] = [];
  const archive = stores.find(({ role }) => role === "archive");
  const share = rawShare(cloud.catalog);
  if (cow === "yes" && share !== null && share < 1) {
    result.push({
      what: "images that are not raw and that guests boot from",
      images: nonRaw(cloud),
      bytes: null,
      how: "convert, upload as new raw images, swap references, hide the old ones (part b)",
    });
  }
  if (archive && cloud.catalog?.neverBooted365d) {
    result.push({
      what: "images without a boot for a year",
      images: cloud.catalog.neverBooted365d,
      bytes: null,
      how: `copy-image to ${archive.id}, check, then delete the other copy per store through the API`,
    });
  }
  return result;
}

/** Images that are neither raw nor ISO and have a format. */
export function nonRaw(cloud: Cloud): number | null {
  const formats = cloud.catalog?.byFormat;
  if (!formats) return null;
  return Object.entries(formats).reduce(
    (sum, [format, count]) => (["raw", "iso", "null"].includes(format) ? sum : sum + count),
    0,
  );
}

function costText(cloud: Cloud): string | null {
  const lines = cloud.words.prices.flatMap(({ value }) => {
    const bytes = cloud.catalog?.byStore?.[value.store]?.bytes ?? null;
    if (bytes === null) return [];
    const cost = (bytes / 1024 ** 4) * value.amount;
    return [
      `${value.store}: ${humanBytes(bytes)} at ${value.amount} ${value.currency} per TiB and month is ${cost.toFixed(2)} ${value.currency} a month`,
    ];
  });
  return lines.length > 0 ? lines.join("; ") : null;
}
