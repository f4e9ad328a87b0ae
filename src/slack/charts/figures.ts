/** What the pictures of an answer show, as numbers: bytes by store and format, who clones, bytes of a boot. */

import type { PartA } from "../../design/schema.ts";
import { liveImages } from "../../facts/catalog/image-state.ts";
import type { Catalog, Cloud } from "../../facts/cloud.ts";
import { plainName } from "../../facts/outside-text.ts";
import type { ImageTable } from "../../intake/listings/image-table.ts";
import type { Reviewed } from "../../review.ts";
import { plain } from "../inert.ts";

/** `unit` of `amount`: bytes, or images where no listing tells sizes. */
export type StoreFigures = { unit: "B" | "images"; rows: { store: string; format: string; amount: number }[] };

export type CloneFigure = {
  consumer: string;
  /** What becomes of a disk made from a raw image, as the files stand. */
  verdict: "cloned" | "depends" | "copied" | "not known";
  because: string;
};

/** Mean bytes from Glance to one compute at a first boot; `after` where every image is cloned. */
export type BootFigures = { before: number; after: number; images: number; which: "all" | "not raw" };

export type ChartFigures = {
  /** null where the catalogue tells neither formats nor sizes. */
  stores: StoreFigures | null;
  clones: CloneFigure[];
  boots: BootFigures | null;
};

/** Bars beyond these are drawn as one. */
const MOST_STORES = 8;
const MOST_CONSUMERS = 6;
/** Formats with a colour of their own; all others are one. */
const FORMATS = ["raw", "qcow2", "iso", "other"] as const;

export function chartFigures({ cloud, review }: Pick<Reviewed, "cloud" | "review">): ChartFigures {
  const { catalog } = cloud;
  return {
    stores: catalog ? storeFigures(catalog) : null,
    clones: cloneFigures(cloud, review.design.a.cow.consumers),
    boots: review.design.a.cow.recommend === "yes" ? bootFigures(cloud) : null,
  };
}

const formatOf = (format: string | null | undefined): string =>
  FORMATS.find((one) => one === format?.toLowerCase()) ?? "other";

function storeFigures(catalog: Catalog): StoreFigures | null {
  const listed = sizedRows(catalog);
  if (listed) return bytesOfRows(listed);
  const stores = Object.entries(catalog.byStore ?? {}).flatMap(([store, { bytes }]) =>
    bytes ? [{ store: plainName(store, "a store"), format: "not told", amount: bytes }] : [],
  );
  if (stores.length > 1) return { unit: "B", rows: largest(stores) };
  if (!catalog.byFormat) return null;
  const rows = new Map<string, number>();
  for (const [format, count] of Object.entries(catalog.byFormat))
    rows.set(formatOf(format), (rows.get(formatOf(format)) ?? 0) + count);
  return rows.size === 0
    ? null
    : { unit: "images", rows: inFormatOrder([...rows].map(([format, amount]) => ({ store: "", format, amount }))) };
}

/** The rows where they are the catalogue: one image shown beside statistics of all is not. */
const sizedRows = ({ images, count }: Catalog): ImageTable | null =>
  images && images.rowCount >= count && images.fields.has("size") && images.fields.has("diskFormat") ? images : null;

function bytesOfRows(images: ImageTable): StoreFigures | null {
  const sums = new Map<string, Map<string, number>>();
  for (const image of liveImages(images)) {
    if (!image.size) continue;
    const format = formatOf(image.diskFormat);
    // an image in two stores takes its bytes twice
    for (const store of image.stores && image.stores.length > 0 ? image.stores : [""]) {
      const ofStore = sums.get(store) ?? new Map<string, number>();
      ofStore.set(format, (ofStore.get(format) ?? 0) + image.size);
      sums.set(store, ofStore);
    }
  }
  const named = [...sums].flatMap(([store, formats]) =>
    [...formats].map(([format, amount]) => ({
      store: store === "" ? (sums.size === 1 ? "" : "not told") : plainName(store, "odd name"),
      format,
      amount,
    })),
  );
  return named.length === 0 ? null : { unit: "B", rows: largest(inFormatOrder(named)) };
}

function inFormatOrder(rows: StoreFigures["rows"]): StoreFigures["rows"] {
  const rank = (format: string): number => (FORMATS as readonly string[]).indexOf(format);
  return rows.toSorted(
    (left, right) =>
      (left.store < right.store ? -1 : left.store > right.store ? 1 : 0) || rank(left.format) - rank(right.format),
  );
}

/** The largest stores first; what is beyond the last bar is one bar. */
function largest(rows: StoreFigures["rows"]): StoreFigures["rows"] {
  const totals = new Map<string, number>();
  for (const { store, amount } of rows) totals.set(store, (totals.get(store) ?? 0) + amount);
  const order = [...totals].toSorted(([, left], [, right]) => right - left).map(([store]) => store);
  const kept = new Set(order.length > MOST_STORES ? order.slice(0, MOST_STORES - 1) : order);
  const sums = new Map<string, StoreFigures["rows"][number]>();
  for (const row of rows) {
    const store = kept.has(row.store) ? row.store : `${order.length - kept.size} others`;
    const key = `${store}\n${row.format}`;
    sums.set(key, { ...row, store, amount: (sums.get(key)?.amount ?? 0) + row.amount });
  }
  const place = (store: string): number => (kept.has(store) ? order.indexOf(store) : order.length);
  return [...sums.values()].toSorted((left, right) => place(left.store) - place(right.store));
}

const VERDICTS = { yes: "cloned", no: "copied", unknown: "not known" } as const;

function cloneFigures({ clone }: Cloud, consumers: PartA["cow"]["consumers"]): CloneFigure[] {
  const severalScopes = new Set(consumers.map(({ scope }) => scope)).size > 2;
  const rows = consumers.map(({ consumer, scope, store, verdict, because }): CloneFigure => {
    const chain = clone.verdicts.find(
      (one) => one.consumer === consumer && one.scope === scope && one.storeId === store && one.possible === true,
    );
    // the chain holds, but another copy may be the one that is read
    const elsewhere = chain?.links.some(({ id, holds }) => id === "first-location-local" && holds !== true);
    const onArray = clone.possible === "on_array" && consumer === "cinder";
    const what = consumer === "nova" ? "Nova" : "Cinder";
    const from = store ? ` from ${plainName(store, "a store")}` : "";
    const where = severalScopes ? ` (${plainName(scope, "one file")})` : "";
    return {
      consumer: `${what}${from}${where}`,
      verdict: onArray ? "not known" : elsewhere ? "depends" : VERDICTS[verdict],
      because: plain(because).replaceAll("\n", " "),
    };
  });
  // several stores times several computes: what is broken is shown first
  const rank = { copied: 0, depends: 1, "not known": 2, cloned: 3 } as const;
  const shown = rows.length > MOST_CONSUMERS ? rows.toSorted((l, r) => rank[l.verdict] - rank[r.verdict]) : rows;
  return shown.slice(0, MOST_CONSUMERS);
}

/** The mean over images that are copied today: all but ISO where no clone is possible, else those that are not raw. */
function bootFigures({ catalog, clone }: Cloud): BootFigures | null {
  const rows = catalog ? sizedRows(catalog) : null;
  if (!rows) return null;
  const which = clone.effectiveNova === false ? "all" : "not raw";
  let [bytes, images] = [0, 0];
  for (const { diskFormat, size } of liveImages(rows)) {
    const format = formatOf(diskFormat);
    if (!size || format === "iso" || (which === "not raw" && format === "raw")) continue;
    bytes += size;
    images += 1;
  }
  return images === 0 ? null : { before: Math.round(bytes / images), after: 0, images, which };
}
