/** Images with a location in more than one store, and which of their locations comes first. */
import type { Position } from "../../intake/source.ts";
import type { Catalog } from "../cloud.ts";
import { liveImages } from "./image-state.ts";

export type CopiesInStores = {
  /** Images that are in one of the stores asked for and in another; null: some, their number is not told. */
  images: number | null;
  /** Those of them whose first location is in another store. */
  elsewhereFirst: readonly { id: string; at: Position }[];
};

/** Copies beside the stores in `near`; null where no listing and no statistics show any. */
export function copiesInStores(catalog: Catalog | null, near: ReadonlySet<string>): CopiesInStores | null {
  if (!catalog) return null;
  let images = 0;
  const elsewhereFirst: { id: string; at: Position }[] = [];
  if (catalog.images?.fields.has("stores")) {
    for (const { id, stores, file, line } of liveImages(catalog.images)) {
      if (!stores || stores.length < 2 || !stores.some((one) => near.has(one))) continue;
      if (stores.every((one) => near.has(one))) continue;
      images++;
      if (!near.has(stores[0] ?? "")) elsewhereFirst.push({ id, at: { file, line } });
    }
  }
  const listed = catalog.origin === "listing";
  if (images === 0 && (listed || !sharesImages(catalog))) return null;
  return { images: listed ? images : null, elsewhereFirst };
}

/** Statistics by store count an image in each of its stores: more of them than images means copies. */
function sharesImages({ byStore, count }: Catalog): boolean {
  const perStore = Object.values(byStore ?? {}).map(({ images }) => images);
  if (perStore.length < 2 || perStore.includes(null)) return false;
  return perStore.reduce<number>((sum, images) => sum + (images ?? 0), 0) > count;
}
