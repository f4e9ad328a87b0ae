/** Which store objects the locations of images refer to: an object is not proved unused by its name alone. */
import { hexIndex } from "./hex-index.ts";
import type { ImageTable } from "./image-table.ts";
import { parseLocation } from "./location.ts";

export type LocationReferences = {
  /** Id of an image that has the RBD image `pool/name` as a location, or undefined. A null pool asks for any pool. */
  rbd(pool: string | null, name: string): string | undefined;
  /** Id of an image that has a file of that name (the last part of its path) as a location, or undefined. */
  file(name: string): string | undefined;
  /** References to an object whose name is not the id of its image. */
  readonly elsewhereCount: number;
};

/** Locations named like their image are found through the table; only the others are gone through. */
export function referencesOf(table: ImageTable): LocationReferences {
  /** Names that differ from the id of their image, with the rows that refer to them. */
  const names = hexIndex("uuid");
  const rows: number[][] = [];
  let elsewhereCount = 0;
  const note = (name: string, row: number): void => {
    const index = names.add(name);
    const list = rows[index];
    if (list === undefined) rows[index] = [row];
    else list.push(row);
    elsewhereCount++;
  };
  const base = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  for (const image of table.rowsNamedElsewhere()) {
    const { id } = image;
    for (const url of new Set([...(image.locations ?? []), image.directUrl ?? ""])) {
      const location = parseLocation(url);
      const name = location.rbd?.image ?? (location.path === null ? null : base(location.path));
      if (name !== null && name !== id) note(name, image.index);
    }
  }
  const refers = (row: number, matches: (url: string) => boolean): string | undefined => {
    const image = table.at(row);
    const urls = [...(image.locations ?? []), image.directUrl ?? ""];
    return urls.some((url) => url !== "" && matches(url)) ? image.id : undefined;
  };
  const find = (name: string, matches: (url: string) => boolean): string | undefined => {
    const own = table.ids.find(name);
    const direct = own < 0 ? undefined : refers(own, matches);
    if (direct !== undefined) return direct;
    const index = names.find(name);
    for (const row of index < 0 ? [] : (rows[index] ?? [])) {
      const id = refers(row, matches);
      if (id !== undefined) return id;
    }
    return undefined;
  };
  return {
    rbd: (pool, name) =>
      find(name, (url) => {
        const { rbd } = parseLocation(url);
        return rbd !== null && rbd.image === name && (pool === null || rbd.pool === null || rbd.pool === pool);
      }),
    file: (name) =>
      find(name, (url) => {
        const { path } = parseLocation(url);
        return path !== null && base(path) === name;
      }),
    elsewhereCount,
  };
}
