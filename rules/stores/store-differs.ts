import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { sameSite } from "../../src/facts/scope.ts";
import { storeSetting } from "../../src/facts/settings.ts";

/** What ties a store to its data, by driver. */
const IDENTITY: Readonly<Record<string, string>> = {
  rbd: "rbd_store_pool",
  file: "filesystem_store_datadir",
  s3: "s3_store_bucket",
  swift: "swift_store_container",
};

export const storeDiffers = defineRule({
  id: "stores/store-differs",
  title: "Two glance-api services of one cloud know one store under two places",
  severity: "high",
  part: "a",
  problem: "wrong_target",
  needs: ["glance"],
  messages: {
    differs:
      "Store {store} is {mine} here and {theirs} in {other}: what is written through one is not found through the other",
  },
  why: "All API services of a cloud share one database, and a location names the store by its id. An image that one service wrote to its pool or directory is looked for by the other in its own: data is not found, or a delete hits something else.",
  wrong: "# internal\n[ceph]\nrbd_store_pool = images\n# external\n[ceph]\nrbd_store_pool = images-ext",
  right: "# internal and external\n[ceph]\nrbd_store_pool = images",
  silentWhen: [
    "the stores have different ids",
    "the files are of different sites: what an id means there is each site's own",
    "one of the files does not say the place",
  ],
  sources: [
    "openstack/glance glance/common/store_utils.py (locations carry the store id)",
    "openstack/glance_store glance_store/multi_backend.py get_store_from_store_identifier",
  ],
  *check({ glance }) {
    for (const [index, api] of glance.entries())
      for (const store of api.mode === "multi_store" ? api.stores : []) {
        const key = IDENTITY[store.type];
        const mine = key ? placeIn(api, store, key) : null;
        if (!key || mine === null) continue;
        const other = glance
          .slice(0, index)
          .find((before) => sameSite(before.scope, api.scope) && differs(before, store, key, mine));
        if (!other) continue;
        const section = storeSectionOf(api, store);
        yield {
          message: "differs",
          option: optionName(api, section, key),
          at: placeOf(api, section, key),
          data: { store: store.id, mine, theirs: theirPlace(other, store, key) ?? "", other: other.file },
          ...scopeIn(glance, api),
        };
      }
  },
});

/** As written; a default is not compared, since an excerpt may leave the line out. */
function placeIn(api: GlanceApi, store: Store, key: string): string | null {
  const { isSet, text } = storeSetting(api, store, key);
  return isSet ? text : null;
}

function theirPlace(other: GlanceApi, { id, type }: Store, key: string): string | null {
  const same = other.stores.find((store) => store.id === id && store.type === type);
  return same ? placeIn(other, same, key) : null;
}

function differs(other: GlanceApi, store: Store, key: string, mine: string): boolean {
  const theirs = theirPlace(other, store, key);
  return theirs !== null && theirs !== mine;
}
