/** How complete a listing of images is: from the command, the query of an API page, and what its rows show. */
import type { ListingReach } from "../artefact.ts";

/** What a command or query asks for. */
export type ListingQuery = Pick<ListingReach, "allVisibilities" | "hidden"> & { limit: number | null };

/** What the rows of one listing showed. */
export type SeenRows = { rows: number; hidden: number; shown: number };

const NOT_KNOWN: ListingQuery = { allVisibilities: "unknown", hidden: "unknown", limit: null };

/** Reads the query of an images link (`/v2/images?limit=15&visibility=all`). */
export function queryOfLink(link: string): ListingQuery {
  const at = link.indexOf("?");
  const query = new URLSearchParams(at < 0 ? "" : link.slice(at + 1));
  const narrowed = [...query.keys()].some(
    (key) => !/^(?:limit|marker|sort|sort_key|sort_dir|visibility|os_hidden)$/.test(key),
  );
  return {
    allVisibilities: narrowed ? "unknown" : query.get("visibility") === "all",
    hidden: query.get("os_hidden")?.toLowerCase() === "true" ? "only" : "excluded",
    limit: null,
  };
}

function optionValue(command: string, name: string): string | null {
  return new RegExp(`${name}[ =]+['"]?([\\w.-]+)`).exec(command)?.[1] ?? null;
}

function queryOfSql(command: string): ListingQuery {
  const condition = /\bwhere\b(.*?)(?:\border\s+by\b|\blimit\b|$)/is.exec(command)?.[1] ?? "";
  const narrowing = condition.replace(/\bdeleted\s*=\s*'?[01]'?/gi, "").replace(/\b(?:and|or)\b|[\s;'"()\\G]/gi, "");
  const limit = /\blimit\s+(\d+)/i.exec(command)?.[1];
  const all = narrowing === "";
  return {
    allVisibilities: all ? true : "unknown",
    hidden: all ? "included" : "unknown",
    limit: limit === undefined ? null : Number(limit),
  };
}

/** Reads what a command asks for: the OpenStack and glance clients, curl on the API, an SQL statement. */
export function queryOfCommand(command: string | undefined): ListingQuery {
  if (command === undefined) return NOT_KNOWN;
  if (/\bselect\b.*\bfrom\b/is.test(command)) return queryOfSql(command);
  const link = /\/v2\/images(\?[^'"\s]*)?/.exec(command);
  if (link !== null) return queryOfLink(link[0]);
  const limit = optionValue(command, "--limit");
  const base = { limit: limit === null ? null : Number(limit) };
  const narrowed =
    /--(?:name|status|property|tag|project|member-status|marker|checksum|store|owner|property-filter)\b/.test(command);
  if (/\bopenstack\b.*\bimage\s+list\b/s.test(command)) {
    const all = /--all(?:\s|$)/.test(command);
    return {
      ...base,
      allVisibilities: narrowed ? "unknown" : all,
      hidden: /--hidden\b/.test(command) ? "only" : "excluded",
    };
  }
  if (/\bglance\b.*\bimage-list\b/s.test(command)) {
    const all = optionValue(command, "--visibility") === "all";
    const hidden = /--hidden(?:[ =]+true|\s*$|\s+-)/i.test(command);
    return { ...base, allVisibilities: narrowed ? "unknown" : all, hidden: hidden ? "only" : "excluded" };
  }
  return NOT_KNOWN;
}

/** Joins what was asked with what was seen; rows win where they prove more. */
export function reachOf(query: ListingQuery, seen: SeenRows, cutOff: boolean): ListingReach {
  let { hidden } = query;
  if (hidden === "unknown" && seen.hidden > 0) hidden = seen.shown > 0 ? "included" : "only";
  const limited = query.limit !== null && seen.rows >= query.limit;
  return { allVisibilities: query.allVisibilities, hidden, cutOff: cutOff || limited };
}
