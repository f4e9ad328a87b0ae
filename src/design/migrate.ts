/** From `stores`/`default_store` to `enabled_backends`, with pool, user, conf and directories unchanged. */
import type { Cloud, GlanceApi, Store } from "../facts/cloud.ts";
import { setting, text, written } from "../facts/settings.ts";
import { driverOptions } from "../options/catalogue.ts";
import type { WantedChange } from "./changes.ts";

/** Legacy scheme words to the driver type of `enabled_backends`. */
const TYPE_OF: Readonly<Record<string, string>> = {
  filesystem: "file",
  https: "http",
  "swift+https": "swift",
  cinder: "cinder",
};

/** All changes of the move; empty in multi-store mode or when the operator did not ask for it. */
export function migrationChanges(cloud: Cloud, api: GlanceApi): WantedChange[] {
  if (api.mode !== "single_store" || !cloud.words.wantsMultiStore) return [];
  const stores = distinctStores(api);
  const set = (section: string, key: string, value: string, why: string): WantedChange => ({
    file: api.file,
    section,
    key,
    value,
    why,
  });
  const remove = (section: string, key: string): WantedChange => ({
    file: api.file,
    section,
    key,
    value: null,
    why: "not read once enabled_backends is set",
  });
  const present = (section: string, key: string): boolean => written(api, section, key).length > 0;
  const moved = stores.flatMap((store) => moveDriverOptions(api, store, set));
  const leftovers = ["stores", "default_store", ...new Set(moved.map(({ key }) => key))].filter((key) =>
    present("glance_store", key),
  );
  return [
    set(
      "DEFAULT",
      "enabled_backends",
      stores.map(({ id, type }) => `${id}:${type}`).join(","),
      "turns the multi-store mode on; one id for each store in use today",
    ),
    set("glance_store", "default_backend", defaultId(api, stores), "mandatory in multi-store mode"),
    ...moved,
    ...reservedStores(api, set),
    ...leftovers.map((key) => remove("glance_store", key)),
    ...(present("DEFAULT", "node_staging_uri") ? [remove("DEFAULT", "node_staging_uri")] : []),
    ...(present("DEFAULT", "location_strategy") ? [remove("DEFAULT", "location_strategy")] : []),
    ...(present("store_type_location_strategy", "store_type_preference")
      ? [remove("store_type_location_strategy", "store_type_preference")]
      : []),
    ...weights(api, stores, set),
    ...copyMethod(api, set),
  ];
}

type Set = (section: string, key: string, value: string, why: string) => WantedChange;

function distinctStores(api: GlanceApi): Store[] {
  const byType = new Map<string, Store>();
  for (const store of api.stores) {
    const type = TYPE_OF[store.type] ?? store.type;
    if (!byType.has(type)) byType.set(type, { ...store, id: type, type });
  }
  return [...byType.values()];
}

function defaultId(api: GlanceApi, stores: readonly Store[]): string {
  const wanted = TYPE_OF[api.defaultStoreId ?? ""] ?? api.defaultStoreId;
  return stores.find(({ id }) => id === wanted)?.id ?? stores[0]?.id ?? "file";
}

/** Options written under [glance_store] go to the store's own section; a store needs what tells its data, written or default. */
function moveDriverOptions(api: GlanceApi, store: Store, set: Set): WantedChange[] {
  const names = driverOptions(api.catalogues, store.type).map(({ name }) => name);
  const writtenHere = names.filter((name) => written(api, "glance_store", name).length > 0);
  const needed = (IDENTITY[store.type] ?? []).filter((name) => !writtenHere.includes(name));
  return [...writtenHere, ...needed].flatMap((name) => {
    const value = text(api, "glance_store", name);
    return value === null ? [] : [set(store.id, name, value, "as before, in the section that is read now")];
  });
}

/** What ties a store to its existing data: the default must be written out, since sections do not inherit. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  rbd: ["rbd_store_pool", "rbd_store_user", "rbd_store_ceph_conf"],
  file: ["filesystem_store_datadir"],
};

function reservedStores(api: GlanceApi, set: Set): WantedChange[] {
  const uri = setting(api, "DEFAULT", "node_staging_uri");
  const staging = uri.isSet && uri.text ? uri.text.replace(/^file:\/\//, "") : "/var/lib/glance/staging";
  return [
    set(
      "os_glance_staging_store",
      "filesystem_store_datadir",
      staging,
      "node_staging_uri is not read in multi-store mode",
    ),
    set(
      "os_glance_tasks_store",
      "filesystem_store_datadir",
      "/var/lib/glance/tasks_work_dir",
      "a directory of its own, apart from images and staging",
    ),
  ];
}

function weights(api: GlanceApi, stores: readonly Store[], set: Set): WantedChange[] {
  const rbd = stores.find(({ type }) => type === "rbd");
  const rivals = stores.filter(({ type }) => type !== "rbd" && type !== "http");
  if (!rbd || rivals.length === 0 || api.catalogues.some((release) => release < "2023.2")) return [];
  return [set(rbd.id, "weight", "100", "the clonable location comes first for an image that is in several stores")];
}

function copyMethod(api: GlanceApi, set: Set): WantedChange[] {
  const methods = setting(api, "DEFAULT", "enabled_import_methods");
  if (!methods.isSet || api.importMethods.includes("copy-image")) return [];
  return [
    set(
      "DEFAULT",
      "enabled_import_methods",
      `[${[...api.importMethods, "copy-image"].join(",")}]`,
      "copies images between stores",
    ),
  ];
}
