import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const rbdUserMissing = defineRule({
  id: "stores/rbd-user-missing",
  title: "An RBD store without a cephx user logs in as client.None",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: { missing: "{option} is not set: the store logs in as client.None, whatever the help text says" },
  why: "The driver turns the unset user into the text None, so librados looks for ceph.client.None.keyring. With one store the API does not start; with more it starts and refuses uploads to this one.",
  wrong: "[ceph]\nrbd_store_pool = images",
  right: "[ceph]\nrbd_store_pool = images\nrbd_store_user = glance",
  silentWhen: [
    "single-store mode",
    "the store has no section at all: that is the finding",
    "from 2025.2 on [backend_defaults] sets it",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.configure_add str(user)",
    "lab: glance-api 2022.2 and 2025.1",
  ],
  consequenceOf: ["stores/section-missing"],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (api.mode !== "multi_store") continue;
      for (const store of api.stores) {
        if (store.type !== "rbd" || store.section === null || storeSetting(api, store, "rbd_store_user").text) continue;
        const section = storeSectionOf(api, store);
        const user = keyringUser(cloud);
        yield {
          message: "missing",
          option: optionName(api, section, "rbd_store_user"),
          at: placeOf(api, section, "rbd_store_user"),
          data: { option: optionName(api, section, "rbd_store_user") },
          fix: [
            { file: api.file, section, key: "rbd_store_user", value: user ?? "glance", conditional: user === null },
          ],
          ...scopeIn(cloud.glance, api),
        };
      }
    }
  },
});

/** The one pasted cephx user that is named for Glance. */
function keyringUser({ cephUsers, ceph }: Cloud): string | null {
  const names = new Set([
    ...cephUsers.map(({ name }) => name),
    ...ceph.flatMap(({ options }) => options.map(({ section }) => section)),
  ]);
  const glance = [...names].filter((name) => /^client\..*glance|^client\.images?$/.test(name));
  const [only, another] = glance;
  return only && !another ? only.replace(/^client\./, "") : null;
}
