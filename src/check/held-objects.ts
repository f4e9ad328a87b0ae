/** Reports about store objects that must not be touched: one for all of a kind, with the first as its place. */
import type { HeldObject } from "../facts/cloud.ts";
import { plural } from "../units.ts";

/** The name that an object goes by in an answer: `pool/object`. */
export const objectName = ({ pool, name }: Pick<HeldObject, "pool" | "name">): string =>
  pool === null ? name : `${pool}/${name}`;

/** Place, names and count for one report; null where there is none. */
export function heldReport(held: readonly Pick<HeldObject, "pool" | "name" | "at">[]) {
  const [first] = held;
  if (!first) return null;
  return {
    option: objectName(first),
    at: first.at,
    objects: held.slice(0, 20).map(objectName),
    data: { count: plural(held.length, "object") },
  };
}
