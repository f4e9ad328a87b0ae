/** How an item is called in an acknowledgement: the same in each week. */
import { createHash } from "node:crypto";
import type { Item } from "./record.ts";

/** 16 hex digits of class, key and, where it has one, extent; bytes, words and lines play no part. */
export function itemFingerprint({ class: kind, key, extent }: Pick<Item, "class" | "key" | "extent">): string {
  const name = `item\u0000${kind}\u0000${key}${extent === undefined ? "" : `\u0000${extent}`}`;
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}
