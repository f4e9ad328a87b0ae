/**
 * The locations of each image. Nearly all are one text around the image's own id (`rbd://FSID/images/ID/snap`), so a
 * row holds the number of that text; a location without the id is kept as it is.
 */

import { smallColumn } from "./columns.ts";
import type { HexIndex } from "./hex-index.ts";
import { type ImageLocation, parseLocation } from "./location.ts";
import { textColumn } from "./text-store.ts";

/** A location text with the image's id cut out; `suffix` is null where the id did not occur. */
type Pattern = { prefix: string; suffix: string | null };

export type LocationColumn = {
  get(row: number, id: string): string[];
  set(row: number, id: string, urls: readonly string[]): void;
  /** Pools in which the row has an RBD location whose image is named like the row in `ids`; the same array for the same text. */
  ownPools(row: number, ids: HexIndex): readonly string[];
  /** True if every location of the row ends in an object or file named like the row in `ids`, or there is none. */
  namedLikeImage(row: number, ids: HexIndex): boolean;
};

const PATTERNS_KEPT = 4096;
const SEPARATOR = "\n";
const ID_MARK = "\u0001";

type Traits = { ownPools: readonly string[]; namedLikeImage: boolean };
const NO_LOCATION: Traits = { ownPools: [], namedLikeImage: true };
const ANY_ID = "00000000-0000-0000-0000-000000000000";

function readTraits(urls: readonly string[], id: string): Traits {
  const locations = urls.map(parseLocation);
  const pools = locations.map(({ rbd }) => (rbd !== null && rbd.image === id ? rbd.pool : null));
  const nameOf = ({ rbd, path }: ImageLocation): string => rbd?.image ?? path?.slice(path.lastIndexOf("/") + 1) ?? id;
  return {
    ownPools: [...new Set(pools.filter((pool) => pool !== null))],
    namedLikeImage: locations.every((location) => nameOf(location) === id),
  };
}

/** Makes an empty column. */
export function locationColumn(): LocationColumn {
  /** 0: no location; positive: number + 1 of a list of patterns; -1: spelled out in `rare`. */
  const lists = smallColumn();
  const rare = textColumn(false);
  const patternLists: Pattern[][] = [];
  const numberOf = new Map<string, number>();
  /** Lists of one pattern, tried in order of first sight before any text is cut. */
  const single: number[] = [];

  const fits = (pattern: Pattern, url: string, id: string): boolean =>
    pattern.suffix !== null &&
    url.length === pattern.prefix.length + id.length + pattern.suffix.length &&
    url.startsWith(id, pattern.prefix.length) &&
    url.startsWith(pattern.prefix) &&
    url.endsWith(pattern.suffix);

  const template = (url: string, id: string): string => {
    const at = id === "" ? -1 : url.lastIndexOf(id);
    return at < 0 ? url : url.slice(0, at) + ID_MARK + url.slice(at + id.length);
  };
  const patternOf = (text: string): Pattern => {
    const at = text.indexOf(ID_MARK);
    return at < 0 ? { prefix: text, suffix: null } : { prefix: text.slice(0, at), suffix: text.slice(at + 1) };
  };

  const urlsOf = (list: readonly Pattern[], id: string): string[] =>
    list.map(({ prefix, suffix }) => (suffix === null ? prefix : prefix + id + suffix));
  const get = (row: number, id: string): string[] => {
    const list = lists.get(row);
    if (list === 0) return [];
    return list < 0 ? (rare.get(row) ?? "").split(SEPARATOR) : urlsOf(patternLists[list - 1] ?? [], id);
  };
  /** What is so of every row with the same list, worked out once with an id that occurs nowhere. */
  const traits: Traits[] = [];
  const traitsOf = (row: number, ids: HexIndex): Traits => {
    const list = lists.get(row);
    if (list === 0) return NO_LOCATION;
    if (list < 0) return readTraits(get(row, ids.textAt(row)), ids.textAt(row));
    const known = traits[list - 1];
    if (known !== undefined) return known;
    const made = readTraits(urlsOf(patternLists[list - 1] ?? [], ANY_ID), ANY_ID);
    traits[list - 1] = made;
    return made;
  };

  return {
    ownPools: (row, ids) => traitsOf(row, ids).ownPools,
    namedLikeImage: (row, ids) => traitsOf(row, ids).namedLikeImage,
    get,
    set(row, id, urls) {
      if (urls.length === 0) return lists.set(row, 0);
      const first = urls[0] as string;
      if (urls.length === 1) {
        for (let index = 0; index < single.length && index < 8; index++) {
          const number = single[index] as number;
          if (fits((patternLists[number - 1] as Pattern[])[0] as Pattern, first, id)) return lists.set(row, number);
        }
      }
      const templates = urls.map((url) => template(url.replaceAll(SEPARATOR, " ").replaceAll(ID_MARK, " "), id));
      const text = templates.join(SEPARATOR);
      const known = numberOf.get(text);
      if (known !== undefined) return lists.set(row, known);
      if (patternLists.length >= PATTERNS_KEPT || !text.includes(ID_MARK)) {
        lists.set(row, -1);
        return rare.set(row, templates.map((each) => each.replace(ID_MARK, id)).join(SEPARATOR));
      }
      const list = templates.map(patternOf);
      const number = patternLists.push(list);
      numberOf.set(text, number);
      if (urls.length === 1) single.push(number);
      lists.set(row, number);
    },
  };
}
