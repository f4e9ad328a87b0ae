/** From the facts of one snapshot to what is kept of it. */
import type { CheckResult } from "../../check/finding.ts";
import { unusedFor } from "../../facts/catalog/boot-history.ts";
import { liveImages } from "../../facts/catalog/image-state.ts";
import { incompleteParts, isComplete, showsApiFields, showsDeletedRows } from "../../facts/catalog/listing-reach.ts";
import { newestTime } from "../../facts/catalog/listing-time.ts";
import { isConvertible } from "../../facts/catalog/not-cloneable.ts";
import type { Cloud } from "../../facts/cloud.ts";
import type { ImageTable } from "../../intake/listings/image-table.ts";
import { duplicateAdvice } from "../duplicate-advice.ts";
import { cacheUse, quotaUse } from "../uses.ts";
import { type Disks, disksOf } from "./disks.ts";
import { exposureOf } from "./exposure.ts";
import { bytesOf, type ItemList, itemList } from "./item-list.ts";
import { duplicateKey, itemsOf, placeOf, signingIsPolicy, UNUSED_DAYS } from "./items-of.ts";
import { EMPTY_LEDGER, ledgerOf } from "./ledger.ts";
import { namesOf } from "./names.ts";
import { ownersOf } from "./owners.ts";
import {
  type DuplicateAdvice,
  FILE_STORES,
  type Figures,
  type ItemClass,
  type Shown,
  type SnapshotRecord,
} from "./record.ts";

/** What a record takes from the rows of objects, beside what the facts have of them. */
export type SeenInObjects = { disks: Disks; duplicates: DuplicateAdvice[] };

export const seenInObjects = (cloud: Cloud): SeenInObjects => ({
  disks: disksOf(cloud.intake),
  duplicates: duplicateAdvice(cloud, ({ key, diskFormat }) => duplicateKey(key, diskFormat)),
});

/**
 * Taken when the snapshot says that it was; without a manifest at the newest time that its listings show. Beside `seen` no
 * row of an object is asked for: they may be released.
 */
export function recordOf(
  cloud: Cloud,
  check: CheckResult,
  { disks, duplicates }: SeenInObjects = seenInObjects(cloud),
): SnapshotRecord {
  const { intake, catalog, join, pools } = cloud;
  const newest = newestTime(intake);
  const images = catalog?.images ?? null;
  const whole = catalog !== null && images !== null && isComplete(catalog.reach);
  const items = itemList(itemsOf(cloud, check, whole));
  const places = joinedPlaces(cloud);
  const quota = whole ? quotaUse(cloud) : null;
  const shown = shownOf(cloud, whole, places, items);
  return {
    version: 1,
    cloud: intake.artefacts.find((one) => one.kind === "snapshot")?.manifest.cloud ?? null,
    takenAt: new Date(manifestTime(cloud) ?? newest ?? 0).toISOString(),
    figures: figuresOf(cloud, items, shown, disks),
    shown,
    stores: catalog?.byStore ?? {},
    places,
    held: (join?.held ?? []).map(({ pool, name }) => placeOf(pool, name)),
    owed: null,
    pools: pools
      .filter(({ name }) => join?.pools.includes(name) ?? false)
      .map(({ name, storedBytes, maxAvailableBytes }) => ({ name, storedBytes, maxAvailableBytes })),
    items,
    images: whole ? ledgerOf(imageEntries(images)) : EMPTY_LEDGER,
    imagesShown: whole ? "whole" : "not-shown",
    disks: disks.ledger,
    disksShown: disks.shown,
    diskImages: disks.images,
    ...exposureOf(cloud, whole),
    names: namesOf(images, items, disks.images),
    duplicates,
    owners: ownersOf(intake, items, duplicates, quota),
    cache: cacheUse(cloud),
    quota,
    gaps: gapsOf(cloud, whole),
    plan: null,
  };
}

function manifestTime({ intake }: Cloud): number | null {
  const times = intake.artefacts.flatMap((one) => (one.kind === "snapshot" ? [Date.parse(one.manifest.endedAt)] : []));
  return times.length > 0 ? Math.max(...times) : null;
}

function* imageEntries(images: ImageTable): Iterable<readonly [string, number]> {
  for (const { id, size } of liveImages(images)) yield [id, size ?? 0];
}

/** Pools and file stores whose objects were all listed, and held against the images. */
function joinedPlaces({ join, intake }: Cloud): string[] {
  const broken = incompleteParts(intake);
  const isBroken = (pool: string | null): boolean =>
    intake.artefacts.some(
      (one) => (one.kind === "rbd-ls" || one.kind === "rbd-du") && one.pool === pool && broken.has(one.file),
    );
  const files = intake.artefacts.filter(({ kind }) => kind === "file-listing");
  const filesWhole = join !== null && files.length > 0 && files.every(({ file }) => !broken.has(file));
  return [...(join?.pools ?? []).filter((pool) => !isBroken(pool)), ...(filesWhole ? [FILE_STORES] : [])].toSorted();
}

function shownOf(cloud: Cloud, whole: boolean, places: readonly string[], items: ItemList): SnapshotRecord["shown"] {
  const { join, catalog, intake } = cloud;
  const fields = catalog?.images?.fields;
  const kept = (kind: ItemClass): number => items.of(kind).length;
  const of = (is: boolean, kind: ItemClass, count = 0): Shown =>
    !is ? "not-shown" : count > kept(kind) ? "cut" : "whole";
  const has = (...names: readonly Parameters<NonNullable<typeof fields>["has"]>[0][]): boolean =>
    apiWhole && names.every((name) => fields?.has(name) ?? false);
  const apiWhole = whole && showsApiFields(intake);
  // which stores should hold an image is told by the API
  const apiAsked = intake.artefacts.some(({ kind }) => kind === "image-list");
  const broken = incompleteParts(intake);
  const objectsWhole = places.length > 0;
  const trashed = new Set(
    intake.artefacts.flatMap((one) => (one.kind === "rbd-trash" && !broken.has(one.file) ? [one.pool] : [])),
  );
  return {
    orphan: of(whole && objectsWhole, "orphan", join?.candidateCount),
    "missing-data": of(
      apiWhole && apiAsked && objectsWhole,
      "missing-data",
      (join?.missingCount ?? 0) + (join?.shortObjects.length ?? 0),
    ),
    duplicate: of(has("hashValue", "size"), "duplicate", catalog?.duplicates.groups ?? 0),
    stuck: of(has("status", "createdAt"), "stuck"),
    "pending-delete": of(showsDeletedRows(intake), "pending-delete"),
    trash: of((join?.pools.length ?? 0) > 0 && (join?.pools.every((pool) => trashed.has(pool)) ?? false), "trash"),
    "not-cloneable": of(has("diskFormat"), "not-cloneable"),
    "unprotected-public": of(has("visibility", "protected"), "unprotected-public"),
    unused: of(whole && unusedFor(intake, UNUSED_DAYS) !== null, "unused"),
    unsigned: of(has("properties") && signingIsPolicy(cloud), "unsigned"),
    finding: of(cloud.glance.length > 0 || whole, "finding"),
  };
}

function figuresOf(cloud: Cloud, items: ItemList, shown: SnapshotRecord["shown"], disks: Disks): Figures {
  const { catalog, join, pools } = cloud;
  const counted = (kind: ItemClass): number | null => (shown[kind] === "not-shown" ? null : items.of(kind).length);
  const stored = pools.filter(({ name, storedBytes }) => join?.pools.includes(name) && storedBytes !== null);
  return {
    images: catalog?.count ?? null,
    imageBytes: catalog?.bytes ?? null,
    rawImages: catalog?.byFormat ? (catalog.byFormat["raw"] ?? 0) : null,
    notCloneableImages: counted("not-cloneable") ?? convertible(catalog?.byFormat ?? null),
    hiddenImages: catalog?.hidden ?? null,
    communityImages: catalog?.byVisibility ? (catalog.byVisibility["community"] ?? 0) : null,
    publicImages: catalog?.byVisibility ? (catalog.byVisibility["public"] ?? 0) : null,
    disks: disks.shown === "whole" ? disks.count : null,
    cloneDisks: disks.shown === "whole" ? disks.clones : null,
    orphans: shown.orphan === "not-shown" ? null : (join?.candidateCount ?? null),
    orphanBytes: shown.orphan === "not-shown" ? null : (join?.candidateBytes ?? 0),
    missingData: shown["missing-data"] === "not-shown" ? null : (join?.missingCount ?? null),
    duplicateGroups: catalog?.duplicates.groups ?? null,
    redundantBytes: catalog?.duplicates.redundantBytes ?? null,
    stuck: counted("stuck"),
    pendingDelete: counted("pending-delete"),
    trash: counted("trash"),
    unprotectedPublic: counted("unprotected-public"),
    unused: counted("unused"),
    unusedBytes: shown.unused === "not-shown" ? null : bytesOf(items.of("unused")),
    boots: catalog?.boots.total ?? null,
    hotSetBytes: catalog?.hotSetBytes ?? null,
    storedBytes: stored.length > 0 ? stored.reduce((sum, { storedBytes }) => sum + (storedBytes ?? 0), 0) : null,
  };
}

function convertible(byFormat: Readonly<Record<string, number>> | null): number | null {
  if (byFormat === null) return null;
  return Object.entries(byFormat).reduce((sum, [format, count]) => sum + (isConvertible(format) ? count : 0), 0);
}

function gapsOf({ catalog, join, intake }: Cloud, whole: boolean): string[] {
  const parts = intake.artefacts.flatMap((one) => (one.kind === "snapshot" ? one.manifest.parts : []));
  return [
    ...parts
      .filter(({ complete }) => !complete)
      .map(({ what, problem }) => `${what}: ${problem ?? "something is missing"}`),
    ...(catalog === null ? ["there is no listing of images"] : []),
    ...(catalog !== null && !whole ? ["the listing of images does not show that it is whole"] : []),
    ...(join === null ? ["there is no listing of the stores' objects beside the images"] : []),
    ...(intake.artefacts.some(({ kind }) => kind === "rbd-trash") || join === null ? [] : ["the trash was not listed"]),
  ];
}
