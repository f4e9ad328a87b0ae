/** What is kept of one snapshot: figures for the trend, and everything that owes something, so that two can be compared. */
import type { ReclaimPromise } from "../promise.ts";
import type { Simulation } from "../simulate.ts";
import type { ItemList } from "./item-list.ts";
import type { Ledger } from "./ledger.ts";

/** Kinds of things that owe something. */
export const ITEM_CLASSES = [
  "orphan",
  "missing-data",
  "duplicate",
  "stuck",
  "pending-delete",
  "trash",
  "not-cloneable",
  "unprotected-public",
  "unused",
  "unsigned",
  "finding",
] as const;
export type ItemClass = (typeof ITEM_CLASSES)[number];

/** `key` names it within its class for as long as it exists: an image id, `pool/object`, a hash, a rule with its option. */
export type Item = {
  class: ItemClass;
  key: string;
  /** Null where the listing does not tell. */
  bytes: number | null;
  /** Project that owns it. */
  owner: string | null;
  /** For a finding its severity, for a duplicate how many images, for an image how it came. */
  detail: string | null;
  /** Of a thing that can grow while its key stays: how large it is. Whoever accepts it accepts no more than that. */
  extent?: string;
};

/**
 * whole: the listings show every item of the class, so that what is not among them is not there. cut: there are more than
 * were kept. not-shown: nothing follows from absence.
 */
export type Shown = "whole" | "cut" | "not-shown";

/** Figures of one snapshot; null where it does not tell. Bytes, unless the name says otherwise. */
export const FIGURES = [
  "images",
  "imageBytes",
  "rawImages",
  "notCloneableImages",
  "hiddenImages",
  "communityImages",
  "publicImages",
  "disks",
  "cloneDisks",
  "orphans",
  "orphanBytes",
  "missingData",
  "duplicateGroups",
  "redundantBytes",
  "stuck",
  "pendingDelete",
  "trash",
  "unprotectedPublic",
  "unused",
  "unusedBytes",
  "boots",
  "hotSetBytes",
  "storedBytes",
] as const;
export type FigureName = (typeof FIGURES)[number];
export type Figures = Readonly<Record<FigureName, number | null>>;

/** One group of images with the same bytes: which to keep, and what removing the others would give and break. */
export type DuplicateAdvice = {
  key: string;
  keep: { id: string; owner: string | null; visibility: string | null };
  /** How many others there are, and their projects, those with most of them first. */
  others: number;
  owners: readonly string[];
  /** What removing all others would save; those with clones give nothing before these are gone. */
  savedBytes: number;
  withClones: number;
  /** Servers and volumes that name one of the others; null where nobody was asked. */
  servers: number | null;
  volumes: number | null;
  /** Boots of the group in the period that was counted; null where they are not known. */
  boots: number | null;
};

/** The image cache of the API nodes against the images of 80 % of the boots. Bytes; null where they are not known. */
export type CacheUse = {
  hotBytes: number | null;
  cachedBytes: number | null;
  cachedImages: number;
  limitBytes: number | null;
};

/** Projects that have used most of their quota, the fullest first. */
export type QuotaUse = { limitBytes: number; owners: readonly { owner: string; bytes: number }[] };

/** A project, as its operator calls it. */
export type Owner = { name: string; contact: string | null };

type PoolBytes = { name: string; storedBytes: number | null; maxAvailableBytes: number | null };

export type SnapshotRecord = {
  version: 1;
  /** As its collector names it; null where nobody did. */
  cloud: string | null;
  /** ISO 8601, UTC: the time of the newest thing that the snapshot shows, or of its manifest. */
  takenAt: string;
  figures: Figures;
  shown: Readonly<Record<ItemClass, Shown>>;
  /** Images and bytes by store, where listings tell. */
  stores: Readonly<Record<string, { images: number | null; bytes: number | null }>>;
  /** Pools, and FILE_STORES, whose objects were all listed and joined with the images; null in records of before. */
  places: readonly string[] | null;
  /** Objects without an image that something holds, as `pool/object`: they are there, and are no orphans. */
  held: readonly string[];
  /** What earlier plans promised and this snapshot does not show to be gone. */
  owed: ReclaimPromise | null;
  /** Pools of Glance. */
  pools: readonly PoolBytes[];
  /** Sorted by class and key; each once. */
  items: ItemList;
  /** Live images with their bytes; empty unless the listing is whole. */
  images: Ledger;
  imagesShown: Shown;
  /** Root disks and volumes by their id, as `diskValue` makes them: whether it is a clone, and of which of `diskImages`. */
  disks: Ledger;
  /** Images that disks were made from, by number. */
  diskImages: readonly string[];
  disksShown: Shown;
  /** Images that are not private, or are protected or hidden, by `exposureValue`; empty unless all images are shown. */
  exposure: Ledger;
  exposureShown: Shown;
  /** Names of images of which a digest may tell, by id; the largest of each kind. */
  names: Readonly<Record<string, string>>;
  /** Names of projects of which a digest may tell, by id. */
  owners: Readonly<Record<string, Owner>>;
  /** The groups of images with the same bytes that waste most. */
  duplicates: readonly DuplicateAdvice[];
  cache: CacheUse | null;
  quota: QuotaUse | null;
  /** Why something is not shown, in plain words. */
  gaps: readonly string[];
  plan: RecordedPlan | null;
};

/** The reclamation plan that was made of the snapshot: what is promised, its steps to look at, and its script. */
export type RecordedPlan = {
  promise: ReclaimPromise | null;
  steps: readonly { title: string; why: string; command: string | null }[];
  simulation: Simulation;
  script: string | null;
};

/** The place of an object that is a file. */
export const FILE_STORES = "file stores";

/** Where an object is: the pool of `pool/object`, or the file stores. */
export function placeOfObject(key: string): string {
  const slash = key.lastIndexOf("/");
  return slash > 0 ? key.slice(0, slash) : FILE_STORES;
}

/** The order of items: by class as listed, then by key. */
export function byItem(one: Pick<Item, "class" | "key">, other: Pick<Item, "class" | "key">): number {
  const classes = ITEM_CLASSES.indexOf(one.class) - ITEM_CLASSES.indexOf(other.class);
  return classes !== 0 ? classes : one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
}
