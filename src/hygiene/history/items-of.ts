/** What in a snapshot owes something: from the facts and findings to items. */
import type { CheckResult } from "../../check/finding.ts";
import { unusedFor } from "../../facts/catalog/boot-history.ts";
import { imageState } from "../../facts/catalog/image-state.ts";
import { DAY, newestTime, timeOf } from "../../facts/catalog/listing-time.ts";
import { lostRows, trashedData, twinsOf } from "../../facts/catalog/lost-data.ts";
import { isConvertible } from "../../facts/catalog/not-cloneable.ts";
import type { Cloud } from "../../facts/cloud.ts";
import { text } from "../../facts/settings.ts";
import type { ImageRow, ImageTable } from "../../intake/listings/image-table.ts";
import { humanBytes } from "../../units.ts";
import type { Item, ItemClass } from "./record.ts";

/** A year without a boot. */
export const UNUSED_DAYS = 365;

const item = (kind: ItemClass, key: string, more: Partial<Omit<Item, "class" | "key">> = {}): Item => ({
  class: kind,
  key,
  bytes: null,
  owner: null,
  detail: null,
  ...more,
});

/** How an object is called, in whatever it is kept. */
export const placeOf = (pool: string | null, name: string): string => (pool === null ? name : `${pool}/${name}`);

/** `whole`: all images were listed. Where they were not, nothing is an orphan. */
export function* itemsOf(cloud: Cloud, check: CheckResult, whole: boolean): IteratorObject<Item, undefined, unknown> {
  const { join, catalog, intake } = cloud;
  // what is to be restored is no rubbish
  const living = trashedData(cloud);
  const twins = catalog?.images ? twinsOf(catalog.images, lostRows(join, catalog.images)) : new Map<string, string>();
  const rescue = (id: string): string | null =>
    living.has(id)
      ? "its data is in the trash: restore it"
      : twins.has(id)
        ? `${twins.get(id)} has the same bytes`
        : null;
  for (const { pool, name, bytes, bytesAre } of whole ? (join?.candidates ?? []) : [])
    yield item("orphan", placeOf(pool, name), { bytes, detail: bytesAre === "provisioned" ? "at most" : null });
  for (const { imageId, size, found } of join?.shortObjects ?? [])
    yield item("missing-data", imageId, { detail: `${humanBytes(found)} of ${humanBytes(size)} are there` });
  for (const { imageId, store } of join?.missingObjects ?? [])
    yield item("missing-data", imageId, { detail: rescue(imageId) ?? store });
  for (const { key, size, diskFormat, imageIds } of catalog?.duplicates.examples ?? [])
    yield item("duplicate", duplicateKey(key, diskFormat), {
      bytes: size * (imageIds.length - 1),
      detail: `${imageIds.length} images`,
      extent: String(imageIds.length),
    });
  for (const artefact of intake.artefacts)
    for (const { name } of artefact.kind === "rbd-trash" ? artefact.entries : [])
      if (!living.has(name)) yield item("trash", placeOf((artefact as { pool: string | null }).pool, name));
  if (catalog?.images) yield* imageItems(cloud, catalog.images);
  yield* findingItems(cloud, check);
  return undefined;
}

/** Enough of the sum to be the only one. */
export const duplicateKey = (key: string, diskFormat: string): string => `${key.slice(0, 40)} ${diskFormat}`;

function* imageItems(cloud: Cloud, images: ImageTable): IteratorObject<Item, void, unknown> {
  const newest = newestTime(cloud.intake);
  const unused = unusedFor(cloud.intake, UNUSED_DAYS);
  const signed = signingIsPolicy(cloud);
  for (const image of images.rows()) {
    const state = imageState(image);
    const about = { bytes: image.size ?? null, owner: image.owner ?? null };
    if (state === "pending") yield item("pending-delete", image.id, about);
    if (state === "in-flight" && isOld(image, newest))
      yield item("stuck", image.id, { ...about, detail: image.status ?? null });
    if (state !== "settled") continue;
    if (isConvertible(image.diskFormat?.toLowerCase()))
      yield item("not-cloneable", image.id, { ...about, detail: cameBy(image) });
    if (image.visibility === "public" && image.protected === false && image.hidden !== true)
      yield item("unprotected-public", image.id, about);
    if (unused?.(image)) yield item("unused", image.id, about);
    if (signed && image.visibility === "public" && !image.property("img_signature"))
      yield item("unsigned", image.id, about);
  }
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

export const signingIsPolicy = ({ nova }: Cloud): boolean =>
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
