/** How an item is called in an acknowledgement: the same in each week. */
import { createHash } from "node:crypto";
import type { Item } from "./record.ts";

/** 16 hex digits of class and key; bytes, words and lines play no part. */
export function itemFingerprint({ class: kind, key }: Pick<Item, "class" | "key">): string {
  return createHash("sha256").update(`item\u0000${kind}\u0000${key}`).digest("hex").slice(0, 16);
}
