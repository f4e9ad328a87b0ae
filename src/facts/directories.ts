/** The directories that a Glance node writes to, by what they are for. */
import type { Position } from "../intake/source.ts";
import type { GlanceApi } from "./cloud.ts";
import { storeSectionOf } from "./place.ts";
import { setting, storeSetting } from "./settings.ts";

export type Directory = {
  use: "store" | "staging" | "tasks" | "cache";
  /** The store's id; empty for what is no store. */
  id: string;
  section: string;
  key: string;
  path: string;
  at: Position | null;
};

const clean = (path: string): string =>
  path
    .trim()
    .replace(/^file:\/\//, "")
    .replace(/\/+/g, "/")
    .replace(/(.)\/$/, "$1");

/** Every directory that is written down or certain; what only a default of an unknown release would tell is left out. */
export function directoriesOf(api: GlanceApi): Directory[] {
  return [...storeDirectories(api), ...reservedDirectories(api), ...cacheDirectory(api)];
}

function storeDirectories(api: GlanceApi): Directory[] {
  return api.stores
    .filter(({ type }) => type === "file")
    .flatMap((store) => {
      const section = storeSectionOf(api, store);
      const several = storeSetting(api, store, "filesystem_store_datadirs");
      const one = storeSetting(api, store, "filesystem_store_datadir");
      const base = { use: "store" as const, id: store.id, section };
      const paths = several.texts.map((text) => text.replace(/:\d+$/, ""));
      if (paths.length > 0)
        return paths.map((path) => ({ ...base, key: "filesystem_store_datadirs", path: clean(path), at: several.at }));
      return one.text ? [{ ...base, key: "filesystem_store_datadir", path: clean(one.text), at: one.at }] : [];
    });
}

function reservedDirectories(api: GlanceApi): Directory[] {
  if (api.mode === "single_store") {
    const uri = setting(api, "DEFAULT", "node_staging_uri");
    return uri.text
      ? [{ use: "staging", id: "", section: "DEFAULT", key: "node_staging_uri", path: clean(uri.text), at: uri.at }]
      : [];
  }
  return (["staging", "tasks"] as const).flatMap((use): Directory[] => {
    const section = `os_glance_${use}_store`;
    const key = "filesystem_store_datadir";
    const { text, at, isSet } = setting(api, section, key);
    return isSet && text ? [{ use, id: section, section, key, path: clean(text), at }] : [];
  });
}

function cacheDirectory(api: GlanceApi): Directory[] {
  const { text, at } = setting(api, "DEFAULT", "image_cache_dir");
  if (!text || api.cacheActive !== true) return [];
  return [{ use: "cache", id: "", section: "DEFAULT", key: "image_cache_dir", path: clean(text), at }];
}

/** `inner` lies in `outer`, or is the same. */
export function liesIn(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer === "/" ? "/" : `${outer}/`);
}
