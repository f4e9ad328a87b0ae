import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { outsideText, plainName } from "../../src/facts/outside-text.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { nearNames } from "../../src/options/catalogue.ts";

const TYPES = ["file", "http", "swift", "rbd", "cinder", "vmware", "s3"];
/** What people write for a driver. */
const MEANT: Readonly<Record<string, string>> = {
  filesystem: "file",
  nfs: "file",
  local: "file",
  posix: "file",
  ceph: "rbd",
  https: "http",
  web: "http",
  rgw: "s3",
  aws: "s3",
  minio: "s3",
  vsphere: "vmware",
};

export const typeUnknown = defineRule({
  id: "stores/type-unknown",
  title: "A store's type is no driver",
  severity: "medium",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    default: "The default store {id} has type {type}, which is no driver: the service does not start",
    dropped: "Store {id} has type {type}, which is no driver: it is left out with a warning in the log",
  },
  why: "The types are file, http, swift, rbd, cinder, vmware and s3. A store of another type is skipped with a warning and its images cannot be read; as the default store it keeps the service from starting.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd, old:filesystem",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd, old:file",
  silentWhen: ["the pair has no type at all: the value cannot be read, another finding", "single-store mode"],
  sources: [
    "openstack/glance_store setup.cfg glance_store.drivers",
    "openstack/glance_store glance_store/multi_backend.py _load_multi_store",
    "lab: glance-api 2025.1, the default of type filesystem ends with KeyError",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type === "" || TYPES.includes(store.type) || api.mode === "single_store") continue;
        const isDefault = store.id === api.defaultStoreId;
        yield {
          message: isDefault ? "default" : "dropped",
          severity: isDefault ? "high" : "medium",
          option: "[DEFAULT]enabled_backends",
          at: placeOf(api, "DEFAULT", "enabled_backends"),
          data: { id: plainName(store.id, "of another name"), type: outsideText(store.type) ?? "(not shown)" },
          fix: fixOf(api, store),
          ...scopeIn(glance, api),
        };
      }
  },
});

function fixOf(api: GlanceApi, store: Store) {
  const type = typeMeant(store.type);
  if (type === null) return [];
  const value = api.stores.map((one) => `${one.id}:${one === store ? type : one.type}`).join(",");
  return [{ file: api.file, section: "DEFAULT", key: "enabled_backends", value }];
}

/** Another spelling, two letters changed about, or a comment behind the type. */
function typeMeant(text: string): string | null {
  const plain = text.replace(/\s[\s\S]*$/, "").toLowerCase();
  const letters = (word: string): string => [...word].sort().join("");
  return (
    MEANT[plain] ??
    TYPES.find((known) => known === plain) ??
    TYPES.find((known) => letters(known) === letters(plain)) ??
    nearNames(TYPES, plain)[0]?.name ??
    null
  );
}
