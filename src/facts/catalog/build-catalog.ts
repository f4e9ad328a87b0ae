/** The catalogue as one thing, whether it came as rows, as figures, or as both. */
import type { CatalogStatsArtefact, ImageListArtefact, Intake } from "../../intake/artefact.ts";
import type { ImageTable } from "../../intake/listings/image-table.ts";
import type { Catalog } from "../cloud.ts";
import { bootFacts } from "./boots.ts";
import { findDuplicates } from "./duplicates.ts";
import { liveImages } from "./image-state.ts";
import { mergedReach } from "./listing-reach.ts";
import { readStatistics, type Statistics } from "./statistics.ts";

const NO_BOOTS: Catalog["boots"] = { periodDays: null, total: null, topImages: null };
type Figures = Pick<
  Catalog,
  "count" | "byFormat" | "byStatus" | "byVisibility" | "byStore" | "bytes" | "hidden" | "snapshots" | "largest"
>;

/**
 * What is known of the catalogue; null when neither images nor figures were given. Where both were, the larger number
 * of images tells the totals, and the rows stay as examples. `lost`: rows of images whose data is gone.
 */
export function buildCatalog(intake: Intake, lost: ReadonlySet<number> = new Set()): Catalog | null {
  const statistics = allStatistics(intake);
  const listed = intake.images.rowCount > 0 ? fromRows(intake, lost) : null;
  if (listed === null) return statistics === null ? null : fromStatistics(intake, statistics);
  if (statistics === null) return listed;
  if ((statistics.count ?? 0) > listed.count) {
    const figures = fromStatistics(intake, statistics);
    return { ...figures, images: listed.images, hotSetBytes: listed.hotSetBytes ?? figures.hotSetBytes };
  }
  return {
    ...listed,
    boots: listed.boots.total === null ? statistics.boots : listed.boots,
    neverBooted365d: listed.neverBooted365d ?? statistics.neverBooted365d,
    byStore: listed.byStore ?? statistics.byStore,
    hidden: listed.hidden ?? statistics.hidden,
    snapshots: listed.snapshots ?? statistics.snapshots,
    bytes: listed.bytes ?? statistics.bytes,
    byFormat: listed.byFormat ?? statistics.byFormat,
    redundantByHash: listed.redundantByHash ?? statistics.redundantByHash,
    hashed: listed.hashed ?? statistics.hashed,
  };
}

/** The first document that tells the number of images, filled with what the others tell. */
function allStatistics(intake: Intake): Statistics | null {
  const read = intake.artefacts
    .filter((artefact): artefact is CatalogStatsArtefact => artefact.kind === "catalog-stats")
    .map(readStatistics)
    .filter((statistics) => statistics !== null);
  const main = read.find(({ count }) => count !== null) ?? read[0];
  if (!main) return null;
  const merged: Statistics = { ...main };
  for (const other of read) {
    for (const key of Object.keys(merged) as (keyof Statistics)[]) {
      if (merged[key] === null) Object.assign(merged, { [key]: other[key] });
    }
    if (merged.boots.total === null) merged.boots = other.boots;
  }
  return merged;
}

function fromStatistics(intake: Intake, statistics: Statistics): Catalog {
  const counted = bootFacts(intake);
  const { at, byFormat, byStatus, byVisibility, byStore, bytes, hidden, snapshots, largest } = statistics;
  return {
    origin: "statistics",
    at,
    images: null,
    count: statistics.count ?? 0,
    byFormat,
    byStatus,
    byVisibility,
    byStore,
    bytes,
    hidden,
    snapshots,
    largest,
    // Figures are no list: nothing can be said of an image that is not among rows.
    reach: { allVisibilities: "unknown", hidden: "unknown", cutOff: intake.images.rowCount > 0 },
    duplicates: {
      groups: statistics.duplicateGroups,
      examples: [],
      redundantImages: statistics.redundantByHash,
      redundantBytes: null,
    },
    boots: counted?.boots ?? statistics.boots,
    neverBooted365d: statistics.neverBooted365d,
    hotSetBytes: counted?.hotSetBytes ?? null,
    redundantByHash: statistics.redundantByHash,
    hashed: statistics.hashed,
  };
}

function fromRows(intake: Intake, lost: ReadonlySet<number>): Catalog {
  const { images } = intake;
  const duplicates = findDuplicates(images, lost);
  const counted = bootFacts(intake);
  const listing = intake.artefacts.find(
    (artefact): artefact is ImageListArtefact =>
      (artefact.kind === "image-list" || artefact.kind === "image-show" || artefact.kind === "images-sql") &&
      artefact.rows > 0,
  );
  return {
    origin: "listing",
    at: { file: listing?.file ?? images.at(0).file, line: null },
    images,
    ...countRows(images),
    ...countHashes(images),
    reach: mergedReach(intake),
    duplicates,
    boots: counted?.boots ?? NO_BOOTS,
    neverBooted365d: counted?.neverBooted365d ?? null,
    hotSetBytes: counted?.hotSetBytes ?? null,
  };
}

function countRows(images: ImageTable): Figures {
  const { fields } = images;
  const tally = (has: boolean): Map<string, number> | null => (has ? new Map() : null);
  const byFormat = tally(fields.has("diskFormat"));
  const byStatus = tally(fields.has("status"));
  const byVisibility = tally(fields.has("visibility"));
  const byStore = fields.has("stores") ? new Map<string, { images: number; bytes: number }>() : null;
  const withProperties = fields.has("properties");
  const add = (map: Map<string, number> | null, word: string | null | undefined): void => {
    if (map === null || word === undefined) return;
    const key = word === null || word === "" ? "null" : word;
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  let count = 0;
  let bytes = 0;
  let hidden = 0;
  let snapshots = 0;
  let largest = 0;
  for (const image of liveImages(images)) {
    count++;
    const size = image.size ?? 0;
    bytes += size;
    if (size > largest) largest = size;
    if (image.hidden === true) hidden++;
    add(byFormat, image.diskFormat?.toLowerCase() ?? image.diskFormat);
    add(byStatus, image.status);
    add(byVisibility, image.visibility);
    if (withProperties && image.property("image_type") === "snapshot") snapshots++;
    for (const id of byStore === null ? [] : new Set(image.stores)) {
      const store = byStore?.get(id);
      if (store === undefined) byStore?.set(id, { images: 1, bytes: size });
      else {
        store.images++;
        store.bytes += size;
      }
    }
  }
  const record = (map: Map<string, number> | null) => (map === null ? null : Object.fromEntries(map));
  const sized = fields.has("size");
  return {
    count,
    byFormat: record(byFormat),
    byStatus: record(byStatus),
    byVisibility: record(byVisibility),
    byStore: byStore === null ? null : Object.fromEntries(byStore),
    bytes: sized ? bytes : null,
    hidden: fields.has("hidden") ? hidden : null,
    snapshots: withProperties ? snapshots : null,
    largest: sized ? largest : null,
  };
}

/** Live images with a hash, and how many of them repeat hash and format of another; nothing repeats nothing. */
function countHashes(images: ImageTable): Pick<Catalog, "hashed" | "redundantByHash"> {
  if (!images.fields.has("hashValue")) return { hashed: null, redundantByHash: null };
  let largest = -1;
  for (let row = 0; row < images.rowCount; row++) largest = Math.max(largest, images.hashNumberAt(row));
  // one bit for each format that a hash was seen in
  const seen = new Uint16Array(largest + 1);
  const formats = new Map<string, number>();
  let hashed = 0;
  let redundant = 0;
  for (const image of liveImages(images)) {
    const number = images.hashNumberAt(image.index);
    if (number < 0) continue;
    hashed++;
    if (images.sizeAt(image.index) === 0) continue;
    const bit = 1 << bitOf(formats, image.diskFormat ?? "");
    if (((seen[number] as number) & bit) !== 0) redundant++;
    seen[number] = (seen[number] as number) | bit;
  }
  return { hashed, redundantByHash: redundant };
}

/** A number below 16 for each format; the few beyond share the last. */
function bitOf(formats: Map<string, number>, format: string): number {
  const known = formats.get(format);
  if (known !== undefined) return known;
  const bit = Math.min(formats.size, 15);
  formats.set(format, bit);
  return bit;
}
