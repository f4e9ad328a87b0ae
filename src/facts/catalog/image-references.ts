/** Whether an image lays claim to a store object: by its id, by a location, or because it may still come or go. */
import type { Intake } from "../../intake/artefact.ts";
import type { ImageRow } from "../../intake/listings/image-table.ts";
import { parseLocation } from "../../intake/listings/location.ts";
import { referencesOf } from "../../intake/listings/references.ts";
import type { HeldObject } from "../cloud.ts";
import { imageState } from "./image-state.ts";
import { DAY, newestTime, timeOf } from "./listing-time.ts";

/** `free`: nothing that was shown refers to the object. */
type Claim =
  | "referenced"
  | "free"
  | Extract<HeldObject["reason"], "in-flight" | "stuck" | "pending-delete" | "location-elsewhere">;

export type ImageReferences = {
  /** Pools that a location of the database names. */
  pools: ReadonlySet<string>;
  /** `row`: number of the image whose id is the object's name, or -1. */
  rbd(pool: string | null, name: string, row: number): Claim;
  file(name: string, row: number): Claim;
};

/** Longer than any upload, import or snapshot takes; the newest time of the listings is not later than now. */
const STUCK_AFTER_DAYS = 2;

function isStuck({ updatedAt, createdAt }: ImageRow, newest: number | null): boolean {
  const touched = timeOf(updatedAt ?? createdAt);
  return touched !== null && newest !== null && newest - touched > STUCK_AFTER_DAYS * DAY;
}

type SqlClaim = { claim: Claim; pool: string | null };

/** Rows of `image_locations`, by the name of the object or file that they point to. */
function sqlClaims(intake: Intake): { rbd: Map<string, SqlClaim[]>; file: Map<string, SqlClaim[]> } {
  const claims = { rbd: new Map<string, SqlClaim[]>(), file: new Map<string, SqlClaim[]>() };
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "image-locations-sql") continue;
    for (const { url, status, deleted } of artefact.locations) {
      const pending = status.toLowerCase() === "pending_delete";
      if (!pending && (deleted || status.toLowerCase() === "deleted")) continue;
      const { rbd, path } = parseLocation(url);
      const name = rbd?.image ?? path?.slice(path.lastIndexOf("/") + 1);
      if (name === undefined) continue;
      const map = rbd === null ? claims.file : claims.rbd;
      const claim: SqlClaim = { claim: pending ? "pending-delete" : "referenced", pool: rbd?.pool ?? null };
      const list = map.get(name);
      if (list) list.push(claim);
      else map.set(name, [claim]);
    }
  }
  return claims;
}

/** Joins what the image table and rows of `image_locations` tell of references. */
export function imageReferences(intake: Intake): ImageReferences {
  const { images } = intake;
  const references = referencesOf(images);
  const sql = sqlClaims(intake);
  const withLocations = images.fields.has("locations") || images.fields.has("directUrl");

  const bySql = (list: readonly SqlClaim[] | undefined, pool: string | null): Claim => {
    const here = (list ?? []).filter((claim) => claim.pool === null || pool === null || claim.pool === pool);
    return here.find(({ claim }) => claim === "pending-delete")?.claim ?? here[0]?.claim ?? "free";
  };
  const byRow = (row: number, isOwn: () => boolean): Claim => {
    if (row < 0) return "free";
    const image = images.at(row);
    switch (imageState(image)) {
      case "pending":
        return "pending-delete";
      case "gone":
        return "free";
      case "in-flight":
        return isStuck(image, newestTime(intake)) ? "stuck" : "in-flight";
      default:
    }
    if (!withLocations || (image.locations === undefined && !image.directUrl)) return "referenced";
    if (isOwn()) return "referenced";
    return image.property("os_glance_importing_to_stores") ? "in-flight" : "location-elsewhere";
  };
  const decide = (row: number, isOwn: () => boolean, other: () => string | undefined, inSql: () => Claim): Claim => {
    const own = byRow(row, isOwn);
    if (own !== "free" && own !== "location-elsewhere") return own;
    const shown = inSql();
    if (shown !== "free") return shown;
    const id = other();
    if (id !== undefined && imageState(images.find(id) ?? {}) !== "gone") return "referenced";
    return own;
  };
  return {
    pools: new Set([...sql.rbd.values()].flatMap((claims) => claims.flatMap(({ pool }) => pool ?? []))),
    rbd: (pool, name, row) =>
      decide(
        row,
        () => {
          const pools = images.ownPoolsAt(row);
          return pool === null ? pools.length > 0 : pools.includes(pool);
        },
        () => references.rbd(pool, name),
        () => bySql(sql.rbd.get(name), pool),
      ),
    file: (name, row) =>
      decide(
        row,
        () => references.file(name) !== undefined,
        () => references.file(name),
        () => bySql(sql.file.get(name), null),
      ),
  };
}
