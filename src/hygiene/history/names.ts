/** Names of the images of which a digest may tell: ids say nothing to people. */
import type { ImageTable } from "../../intake/listings/image-table.ts";
import type { Item, ItemClass } from "./record.ts";

/** So many of each kind, and characters of each name. */
const MOST_NAMES = 200;
const MOST_NAME = 60;

/** Of images that disks were made from, and of the largest of each kind. */
export function namesOf(
  images: ImageTable | null,
  found: ReadonlyMap<ItemClass, readonly Item[]>,
  ofDisks: readonly string[],
): Record<string, string> {
  const names: [string, string][] = [];
  const add = (key: string): void => {
    const name = images?.find(key)?.name;
    if (name) names.push([key, [...name].slice(0, MOST_NAME).join("")]);
  };
  for (const image of ofDisks.slice(0, MOST_NAMES)) add(image);
  for (const items of found.values()) {
    const largest = items.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0)).slice(0, MOST_NAMES);
    for (const { key } of largest) add(key);
  }
  return Object.fromEntries(names);
}
