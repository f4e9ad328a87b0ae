import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { obviousDefault } from "../../src/facts/store-choice.ts";

export const defaultUnknown = defineRule({
  id: "stores/default-unknown",
  title: "The default store is not an enabled one",
  severity: "high",
  part: "c",
  problem: "undefined_store",
  needs: ["glance"],
  messages: {
    unknown: "default_backend = {id}: no store of that id is enabled ({ids}), so the service does not start",
    unloaded: "default_store = {id}: not among the loaded stores ({ids}), so the service does not start",
  },
  why: "glance-api looks the default store up at start-up and exits when it is not there. Ids are compared letter by letter: Fast is not fast. In single-store mode the default's scheme must be among the loaded drivers.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = Ceph",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph",
  silentWhen: ["the id is enabled", "no default is written", "enabled_backends itself cannot be read"],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py verify_store",
    "openstack/glance_store glance_store/backend.py verify_default_store",
    "lab: glance-api 2025.1, Store for identifier fast not found",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const id = api.defaultStoreId;
      if (id === null || api.stores.length === 0 || api.stores.some((store) => store.id === schemeOf(api, id)))
        continue;
      const key = api.mode === "multi_store" ? "default_backend" : "default_store";
      yield {
        message: api.mode === "multi_store" ? "unknown" : "unloaded",
        option: optionName(api, "glance_store", key),
        at: placeOf(api, "glance_store", key),
        data: {
          id: plainName(id, "of another name"),
          ids: api.stores.map((store) => plainName(store.id, "(another)")).join(", "),
        },
        fix: fixOf(api, id, key),
        ...scopeIn(glance, api),
      };
    }
  },
});

/** In single-store mode `filesystem` is the scheme of the driver that is loaded as `file`. */
function schemeOf(api: GlanceApi, id: string): string {
  return api.mode === "single_store" && id === "filesystem" ? "file" : id;
}

function fixOf(api: GlanceApi, id: string, key: string) {
  const meant = api.stores.find((store) => store.id.toLowerCase() === id.toLowerCase()) ?? obviousDefault(api);
  if (key === "default_store")
    return [
      {
        file: api.file,
        section: "glance_store",
        key: "stores",
        value: [...api.stores.map((store) => store.id), id].join(","),
      },
    ];
  return meant ? [{ file: api.file, section: "glance_store", key, value: meant.id }] : [];
}
