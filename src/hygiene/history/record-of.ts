/** From the facts of one snapshot to what is kept of it. */
import type { CheckResult } from "../../check/finding.ts";
import { unusedFor } from "../../facts/catalog/boot-history.ts";
import { imageState, liveImages } from "../../facts/catalog/image-state.ts";
import { incompleteParts, isComplete, showsApiFields, showsDeletedRows } from "../../facts/catalog/listing-reach.ts";
import { DAY, newestTime, timeOf } from "../../facts/catalog/listing-time.ts";
import { lostRows, trashedData, twinsOf } from "../../facts/catalog/lost-data.ts";
import { isConvertible } from "../../facts/catalog/not-cloneable.ts";
import type { Cloud } from "../../facts/cloud.ts";
import { text } from "../../facts/settings.ts";
import type { ImageRow, ImageTable } from "../../intake/listings/image-table.ts";
import { humanBytes } from "../../units.ts";
import { duplicateAdvice } from "../duplicate-advice.ts";
import { cacheUse, quotaUse } from "../uses.ts";
import { type Disks, disksOf } from "./disks.ts";
import { exposureOf } from "./exposure.ts";
import { EMPTY_LEDGER, ledgerOf } from "./ledger.ts";
import { namesOf } from "./names.ts";
import {
  byItem,
  FILE_STORES,
  type Figures,
  type Item,
  type ItemClass,
  type Shown,
  type SnapshotRecord,
} from "./record.ts";

/** A year without a boot. */
const UNUSED_DAYS = 365;

/** Taken when the snapshot says that it was; without a manifest at the newest time that its listings show. */
export function recordOf(cloud: Cloud, check: CheckResult): SnapshotRecord {
  const { intake, catalog, join, pools } = cloud;
  const newest = newestTime(intake);
  const images = catalog?.images ?? null;
  const whole = catalog !== null && images !== null && isComplete(catalog.reach);
  const found = collect(cloud, check, whole);
  const disks = disksOf(intake);
  const places = joinedPlaces(cloud);
  const shown = shownOf(cloud, whole, places, found);
  return {
    version: 1,
    cloud: intake.artefacts.find((one) => one.kind === "snapshot")?.manifest.cloud ?? null,
    takenAt: new Date(manifestTime(cloud) ?? newest ?? 0).toISOString(),
    figures: figuresOf(cloud, found, shown, disks),
    shown,
    stores: catalog?.byStore ?? {},
    places,
    held: (join?.held ?? []).map(({ pool, name }) => placeOf(pool, name)),
    owed: null,
    pools: pools
      .filter(({ name }) => join?.pools.includes(name) ?? false)
      .map(({ name, storedBytes, maxAvailableBytes }) => ({ name, storedBytes, maxAvailableBytes })),
    items: [...found.values()].flat(),
    images: whole ? ledgerOf(imageEntries(images)) : EMPTY_LEDGER,
    imagesShown: whole ? "whole" : "not-shown",
    disks: disks.ledger,
    disksShown: disks.shown,
    diskImages: disks.images,
    ...exposureOf(cloud, whole),
    names: namesOf(images, found, disks.images),
    duplicates: duplicateAdvice(cloud, ({ key, diskFormat }) => duplicateKey(key, diskFormat)),
    cache: cacheUse(cloud),
    quota: whole ? quotaUse(cloud) : null,
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

type Found = ReadonlyMap<ItemClass, Item[]>;

const item = (kind: ItemClass, key: string, more: Partial<Omit<Item, "class" | "key">> = {}): Item => ({
  class: kind,
  key,
  bytes: null,
  owner: null,
  detail: null,
  ...more,
});

const placeOf = (pool: string | null, name: string): string => (pool === null ? name : `${pool}/${name}`);

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

/** `whole`: all images were listed. Where they were not, nothing is an orphan. */
function collect(cloud: Cloud, check: CheckResult, whole: boolean): Found {
  const { join, catalog, intake } = cloud;
  const ofImages = catalog?.images ? imageItems(cloud, catalog.images) : [];
  // what is to be restored is no rubbish
  const living = trashedData(cloud);
  const twins = catalog?.images ? twinsOf(catalog.images, lostRows(join, catalog.images)) : new Map<string, string>();
  const rescue = (id: string): string | null =>
    living.has(id)
      ? "its data is in the trash: restore it"
      : twins.has(id)
        ? `${twins.get(id)} has the same bytes`
        : null;
  const all: Item[] = [
    ...(whole ? (join?.candidates ?? []) : []).map(({ pool, name, bytes, bytesAre }) =>
      item("orphan", placeOf(pool, name), { bytes, detail: bytesAre === "provisioned" ? "at most" : null }),
    ),
    ...(join?.shortObjects ?? []).map(({ imageId, size, found }) =>
      item("missing-data", imageId, { detail: `${humanBytes(found)} of ${humanBytes(size)} are there` }),
    ),
    ...(join?.missingObjects ?? []).map(({ imageId, store }) =>
      item("missing-data", imageId, { detail: rescue(imageId) ?? store }),
    ),
    ...(catalog?.duplicates.examples ?? []).map(({ key, size, diskFormat, imageIds }) =>
      item("duplicate", duplicateKey(key, diskFormat), {
        bytes: size * (imageIds.length - 1),
        detail: `${imageIds.length} images`,
        extent: String(imageIds.length),
      }),
    ),
    ...intake.artefacts.flatMap((artefact) =>
      artefact.kind === "rbd-trash"
        ? artefact.entries
            .filter(({ name }) => !living.has(name))
            .map(({ name }) => item("trash", placeOf(artefact.pool, name)))
        : [],
    ),
    ...ofImages,
    ...findingItems(cloud, check),
  ];
  all.sort(byItem);
  const found = new Map<ItemClass, Item[]>();
  for (const one of all) {
    const own = found.get(one.class);
    if (own === undefined) found.set(one.class, [one]);
    else if (own.at(-1)?.key !== one.key) own.push(one);
  }
  return found;
}

/** Enough of the sum to be the only one. */
const duplicateKey = (key: string, diskFormat: string): string => `${key.slice(0, 40)} ${diskFormat}`;

function imageItems(cloud: Cloud, images: ImageTable): Item[] {
  const newest = newestTime(cloud.intake);
  const unused = unusedFor(cloud.intake, UNUSED_DAYS);
  const signed = signingIsPolicy(cloud);
  const items: Item[] = [];
  // few projects own many images: each name is held once
  const owners = new Map<string, string>();
  for (const image of images.rows()) {
    const state = imageState(image);
    const about = { bytes: image.size ?? null, owner: heldOnce(owners, image.owner ?? null) };
    if (state === "pending") items.push(item("pending-delete", image.id, about));
    if (state === "in-flight" && isOld(image, newest))
      items.push(item("stuck", image.id, { ...about, detail: image.status ?? null }));
    if (state !== "settled") continue;
    if (isConvertible(image.diskFormat?.toLowerCase()))
      items.push(item("not-cloneable", image.id, { ...about, detail: cameBy(image) }));
    if (image.visibility === "public" && image.protected === false && image.hidden !== true)
      items.push(item("unprotected-public", image.id, about));
    if (unused?.(image)) items.push(item("unused", image.id, about));
    if (signed && image.visibility === "public" && !image.property("img_signature"))
      items.push(item("unsigned", image.id, about));
  }
  return items;
}

function heldOnce(names: Map<string, string>, name: string | null): string | null {
  if (name === null) return null;
  const known = names.get(name);
  if (known === undefined) names.set(name, name);
  return known ?? name;
}

function isOld(image: ImageRow, newest: number | null): boolean {
  const touched = timeOf(image.updatedAt ?? image.createdAt);
  return touched !== null && newest !== null && newest - touched > DAY;
}

/** As far as an image shows it: Nova marks what it makes, and the SDK what it uploads. */
function cameBy(image: ImageRow): string | null {
  if (image.property("image_type") === "snapshot" || image.property("instance_uuid")) return "server snapshot";
  if (image.property("owner_specified.openstack.object")) return "upload by the openstack client";
  return null;
}

const signingIsPolicy = ({ nova }: Cloud): boolean =>
  nova.some((compute) => text(compute, "glance", "verify_glance_signatures")?.toLowerCase() === "true");

/** Rules about listings of which no class tells: room, imbalance, hot images in the wrong place, what lies about. */
const OF_LISTINGS =
  /^placement\/|^lifecycle\/(?:copies-unfinished|store-gone|snapshot-missing|staging-debris|image-without-store|superseded-public)$/;

/** Findings about files, and those about listings that are no items themselves. */
function findingItems({ intake }: Cloud, { findings }: CheckResult): Item[] {
  const files = new Set(intake.artefacts.flatMap((artefact) => ("config" in artefact ? [artefact.file] : [])));
  return findings
    .filter(({ file, rule, severity }) => (files.has(file) || OF_LISTINGS.test(rule)) && severity !== "info")
    .map(({ rule, option, file, severity, title }) =>
      // the names of a snapshot's parts say nothing of what was found
      files.has(file)
        ? item("finding", `${rule} ${option} ${file}`, { detail: severity })
        : item("finding", `${rule} ${option}`, { detail: severity, extent: magnitudes(title) }),
    );
}

/** The figures of a title by their powers of two: what moves a little is the same, what doubles is not. */
const magnitudes = (title: string): string =>
  (title.match(/\d+(?:\.\d+)? ?(?:[KMGTP]i?B|%)?/g) ?? [])
    .map((figure) => `${Math.floor(Math.log2(Number.parseFloat(figure) + 1))}${/[KMGTP%]/.exec(figure)?.[0] ?? ""}`)
    .join(" ");

function shownOf(cloud: Cloud, whole: boolean, places: readonly string[], found: Found): SnapshotRecord["shown"] {
  const { join, catalog, intake } = cloud;
  const fields = catalog?.images?.fields;
  const kept = (kind: ItemClass): number => found.get(kind)?.length ?? 0;
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

function figuresOf(cloud: Cloud, found: Found, shown: SnapshotRecord["shown"], disks: Disks): Figures {
  const { catalog, join, pools } = cloud;
  const counted = (kind: ItemClass): number | null =>
    shown[kind] === "not-shown" ? null : (found.get(kind)?.length ?? 0);
  const bytesOf = (kind: ItemClass): number | null =>
    shown[kind] === "not-shown" ? null : (found.get(kind) ?? []).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
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
    unusedBytes: bytesOf("unused"),
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
