/** Names of the images of which a digest may tell: ids say nothing to people. */
import type { ImageTable } from "../../intake/listings/image-table.ts";
import { type ItemList, largestItems } from "./item-list.ts";
import { ITEM_CLASSES } from "./record.ts";

/** So many of each kind, and characters of each name. */
const MOST_NAMES = 200;
const MOST_NAME = 60;

/** Of images that disks were made from, and of the largest of each kind. */
export function namesOf(
  images: ImageTable | null,
  items: ItemList,
  ofDisks: readonly string[],
): Record<string, string> {
  const names: [string, string][] = [];
  const add = (key: string): void => {
    const name = images?.find(key)?.name;
    if (name) names.push([key, [...name].slice(0, MOST_NAME).join("")]);
  };
  for (const image of ofDisks.slice(0, MOST_NAMES)) add(image);
  for (const kind of ITEM_CLASSES) for (const { key } of largestItems(items.of(kind), MOST_NAMES)) add(key);
  return Object.fromEntries(names);
}
