import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { directoriesOf } from "../../src/facts/directories.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

/** What makes two stores of a driver one place, the option that tells them apart last. */
const PLACE: Readonly<Record<string, readonly string[]>> = {
  rbd: ["rbd_store_ceph_conf", "rbd_store_pool"],
  s3: ["s3_store_host", "s3_store_bucket"],
  swift: [
    "swift_store_auth_address",
    "default_swift_reference",
    "swift_store_region",
    "swift_store_user",
    "swift_store_container",
  ],
  cinder: ["cinder_os_region_name", "cinder_store_project_name", "cinder_volume_type"],
};

export const sharedTarget = defineRule({
  id: "stores/shared-target",
  title: "Two stores write to one place",
  severity: "high",
  part: "a",
  problem: "shared_path_conflict",
  needs: ["glance"],
  messages: { shared: "Stores {first} and {second} are one and the same place: deleting a copy from one deletes both" },
  why: "Objects are named by the image's id. In two stores with one target a copy fails as a duplicate, and removing an image from one store takes its only data away, although Glance still lists the other.",
  wrong: "[fast]\nrbd_store_pool = images\n[slow]\nrbd_store_pool = images",
  right: "[fast]\nrbd_store_pool = images-ssd\n[slow]\nrbd_store_pool = images-hdd",
  silentWhen: [
    "cluster, pool, directory, bucket or container differ",
    "two Cinder stores without volume types: that is another finding",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.add",
    "lab: glance-api 2025.1 accepts two stores of one directory",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.mode !== "multi_store") continue;
      const seen = new Map<string, Store>();
      for (const store of api.stores)
        for (const target of targetsOf(api, store)) {
          const before = seen.get(target);
          seen.set(target, before ?? store);
          if (!before || before.id === store.id) continue;
          const section = storeSectionOf(api, store);
          const key = PLACE[store.type]?.at(-1) ?? "filesystem_store_datadir";
          yield {
            message: "shared",
            option: optionName(api, section, key),
            at: placeOf(api, section, key),
            data: { first: before.id, second: store.id },
            ...scopeIn(glance, api),
          };
        }
    }
  },
});

/** Places as texts; a store whose place cannot be told has none. */
function targetsOf(api: GlanceApi, store: Store): string[] {
  if (store.type === "file")
    return directoriesOf(api)
      .filter(({ use, id }) => use === "store" && id === store.id)
      .map(({ path }) => `file ${path}`);
  const keys = PLACE[store.type];
  const last = keys?.at(-1);
  if (!keys || !last || store.section === null) return [];
  if (store.type !== "rbd" && !storeSetting(api, store, last).isSet) return [];
  return [[store.type, ...keys.map((key) => storeSetting(api, store, key).text ?? "")].join(" ")];
}
