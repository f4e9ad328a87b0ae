/** Figures about a catalogue, as operators' own scripts write them: free names, found by a table of synonyms. */
import type { CatalogStatsArtefact } from "../../intake/artefact.ts";
import { periodOf } from "../../intake/listings/boot-counts.ts";
import type { Position } from "../../intake/source.ts";
import type { Catalog } from "../cloud.ts";

export type Statistics = {
  at: Position;
  count: number | null;
  byFormat: Record<string, number> | null;
  byStatus: Record<string, number> | null;
  byVisibility: Record<string, number> | null;
  byStore: Record<string, { images: number | null; bytes: number | null }> | null;
  bytes: number | null;
  hidden: number | null;
  snapshots: number | null;
  duplicateGroups: number | null;
  boots: Catalog["boots"];
  neverBooted365d: number | null;
  redundantByHash: number | null;
  hashed: number | null;
  largest: number | null;
};

type Node = { key: string; path: string; value: unknown };

/** Names of one figure, without case, blanks and signs; the first that occurs counts. */
const NAMES = {
  count: ["images_total", "total_images", "image_count", "number_of_images", "images", "total", "count", "n_images"],
  byFormat: ["by_format", "formats", "disk_formats", "by_disk_format", "format", "disk_format", "images_by_format"],
  byStatus: ["by_status", "status", "statuses", "images_by_status"],
  byVisibility: ["by_visibility", "visibility", "visibilities", "images_by_visibility"],
  byStore: ["by_store", "stores", "store", "images_by_store", "by_backend", "backends", "by_store_location_scheme"],
  bytesByStore: ["bytes_by_store", "size_by_store", "by_store_bytes", "store_bytes"],
  bytes: [
    "bytes_total",
    "total_bytes",
    "bytes_active",
    "active_bytes",
    "size_total",
    "total_size",
    "size_bytes",
    "bytes",
    "size",
    "total_size_bytes",
    "volume",
  ],
  hidden: ["hidden", "os_hidden", "hidden_images", "images_hidden"],
  snapshots: ["snapshots", "snapshot_images", "images_snapshots", "instance_snapshots", "snapshot"],
  duplicateGroups: ["duplicate_groups", "duplicates_groups", "groups_of_duplicates"],
  neverBooted: ["images_never_booted_365d", "never_booted_365d", "never_booted_1y", "not_booted_365d"],
  hashed: ["with_os_hash", "with_os_hash_value", "with_hash", "hashed", "images_with_hash"],
  distinct: ["distinct_os_hash", "distinct_os_hash_value", "distinct_hash", "distinct_hashes", "unique_hashes"],
  redundant: ["redundant_by_hash", "redundant_images", "duplicate_images"],
  largest: ["largest", "largest_bytes", "max_size", "largest_image_bytes", "max_size_bytes"],
} as const;

const plainKey = (key: string): string =>
  key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5, e: 6 };

/** A figure: a number, `41,873`, or an amount with a unit (`14 TiB`, `3.2 TB`); null for any other text. */
export function figureOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== "string") return null;
  const match =
    /^\s*[~≈]?\s*(\d[\d,_' ]*(?:\.\d+)?)\s*(?:([kmgtpe])?(i?)b(?:ytes?)?|([kmgtpe])|bytes?|images?)?\s*$/i.exec(value);
  if (!match) return null;
  const number = Number((match[1] ?? "").replace(/[,_' ]/g, ""));
  const unit = (match[2] ?? match[4] ?? "").toLowerCase();
  if (unit === "") return number;
  const decimal = match[2] !== undefined && match[3] === "";
  return Math.round(number * (decimal ? 1000 : 1024) ** (POWERS[unit] ?? 0));
}

function nodesOf(document: unknown): Node[] {
  const nodes: Node[] = [];
  const visit = (value: unknown, key: string, path: string, depth: number): void => {
    if (path !== "") nodes.push({ key: plainKey(key), path, value });
    if (depth > 4 || !isObject(value)) return;
    for (const [name, each] of Object.entries(value))
      visit(each, name, path === "" ? name : `${path}.${name}`, depth + 1);
  };
  visit(document, "", "", 0);
  // Outer names before inner ones: `total` of the whole before `total` of the boots.
  return nodes.sort((one, other) => one.path.split(".").length - other.path.split(".").length);
}

function find(nodes: readonly Node[], names: readonly string[], fits: (value: unknown) => boolean): Node | undefined {
  for (const name of names) {
    const node = nodes.find(({ key, value }) => key === name && fits(value));
    if (node) return node;
  }
  return undefined;
}

const isFigure = (value: unknown): boolean => figureOf(value) !== null;

function counts(node: Node | undefined): Record<string, number> | null {
  if (!node || !isObject(node.value)) return null;
  const found: Record<string, number> = {};
  for (const [name, value] of Object.entries(node.value)) {
    const figure = isObject(value)
      ? figureOf(value["images"] ?? value["count"] ?? value["total"] ?? value["number"])
      : figureOf(value);
    if (figure !== null) found[name] = figure;
  }
  return Object.keys(found).length === 0 ? null : found;
}

const sum = (record: Record<string, number> | null): number | null =>
  record === null ? null : Object.values(record).reduce((total, each) => total + each, 0);

/** Format names in lower case; an unset one, however it is written, is "null". */
function formats(record: Record<string, number> | null): Record<string, number> | null {
  if (record === null) return null;
  const found: Record<string, number> = {};
  for (const [name, figure] of Object.entries(record)) {
    if (figure === 0) continue;
    const format = /^(?:|null|none|unset|-)$/i.test(name.trim()) ? "null" : name.trim().toLowerCase();
    found[format] = (found[format] ?? 0) + figure;
  }
  return found;
}

function stores(nodes: readonly Node[]): Statistics["byStore"] {
  const byStore = find(nodes, NAMES.byStore, isObject);
  const images = counts(byStore);
  const bytes = counts(find(nodes, NAMES.bytesByStore, isObject)) ?? bytesInside(byStore);
  if (images === null && bytes === null) return null;
  const found: Record<string, { images: number | null; bytes: number | null }> = {};
  const entry = (id: string) => {
    found[id] ??= { images: null, bytes: null };
    return found[id];
  };
  const split = (name: string): string[] => name.split(/\s*[+,&]\s*/).filter((id) => id !== "");
  for (const [name, figure] of Object.entries(images ?? {})) {
    for (const id of split(name)) {
      const store = entry(id);
      store.images = (store.images ?? 0) + figure;
    }
  }
  for (const [name, figure] of Object.entries(bytes ?? {})) {
    for (const id of split(name)) {
      const store = entry(id);
      store.bytes = (store.bytes ?? 0) + figure;
    }
  }
  return found;
}

/** Bytes that stand beside the counts of each store. */
function bytesInside(node: Node | undefined): Record<string, number> | null {
  if (!node || !isObject(node.value)) return null;
  const found: Record<string, number> = {};
  for (const [name, value] of Object.entries(node.value)) {
    if (!isObject(value)) continue;
    const figure = figureOf(value["bytes"] ?? value["size"] ?? value["bytes_total"] ?? value["size_bytes"]);
    if (figure !== null) found[name] = figure;
  }
  return Object.keys(found).length === 0 ? null : found;
}

function bootsOf(nodes: readonly Node[]): Catalog["boots"] {
  const named = nodes.filter(({ key }) => /^(?:total_)?(?:boots?|launches|spawns)(?:_|$)/.test(key));
  const shortest = named.sort((one, other) => (periodOf(one.key) ?? 1e9) - (periodOf(other.key) ?? 1e9))[0];
  const share = nodes.find(({ key, value }) => /^top_?\d+_images?_share/.test(key) && isFigure(value));
  const topCount = /^top_?(\d+)/.exec(share?.key ?? "")?.[1];
  const sharePct = figureOf(share?.value);
  const topImages = topCount === undefined || sharePct === null ? null : { count: Number(topCount), sharePct };
  if (!shortest) return { periodDays: null, total: null, topImages };
  const { value } = shortest;
  const total = isObject(value) ? (figureOf(value["total"]) ?? sum(counts(shortest))) : figureOf(value);
  return { periodDays: periodOf(shortest.key), total, topImages };
}

/** Reads the figures of one document. What it does not tell is null. */
export function readStatistics(artefact: CatalogStatsArtefact): Statistics | null {
  const nodes = nodesOf(artefact.document);
  if (nodes.length === 0) return null;
  // `bytes` inside a store's own group is not that of the whole catalogue.
  const groups = [NAMES.byFormat, NAMES.byStore, NAMES.bytesByStore].flatMap((names) => {
    const group = find(nodes, names, isObject);
    return group ? [`${group.path}.`] : [];
  });
  const outside = nodes.filter(({ path }) => !groups.some((group) => path.startsWith(group)));
  const figure = (names: readonly string[]): number | null => figureOf(find(outside, names, isFigure)?.value);
  const countNode = find(
    nodes.filter(({ path }) => !path.includes(".")),
    NAMES.count,
    isFigure,
  );
  const byFormat = formats(counts(find(nodes, NAMES.byFormat, isObject)));
  const byStatus = counts(find(nodes, NAMES.byStatus, isObject));
  const byStore = stores(nodes);
  const storeBytes = Object.values(byStore ?? {}).flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const hashed = figure(NAMES.hashed);
  const distinct = figure(NAMES.distinct);
  const count = figureOf(countNode?.value) ?? sum(byFormat) ?? sum(byStatus);
  if (count === null && byStore === null) return null;
  return {
    at: { file: artefact.file, line: countNode ? (artefact.lineOf[countNode.path] ?? null) : null },
    count,
    byFormat,
    byStatus,
    byVisibility: counts(find(nodes, NAMES.byVisibility, isObject)),
    byStore,
    bytes: figure(NAMES.bytes) ?? (storeBytes.length > 0 ? storeBytes.reduce((total, each) => total + each, 0) : null),
    hidden: figure(NAMES.hidden),
    snapshots: figure(NAMES.snapshots),
    duplicateGroups: figure(NAMES.duplicateGroups),
    boots: bootsOf(nodes),
    neverBooted365d: figure(NAMES.neverBooted),
    redundantByHash: hashed !== null && distinct !== null ? Math.max(0, hashed - distinct) : figure(NAMES.redundant),
    hashed,
    largest: figure(NAMES.largest),
  };
}
