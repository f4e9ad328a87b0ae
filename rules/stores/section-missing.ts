import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { readsBackendDefaults, sectionHeader } from "../../src/facts/settings.ts";

/** What a driver does with nothing set (glance_store/_drivers). */
const WITHOUT: Readonly<Record<string, string>> = {
  rbd: "pool images as client.None, which no cluster knows",
  file: "/var/lib/glance/images",
  swift: "no address, so uploads are refused",
  s3: "no host and no keys, so uploads are refused",
  vmware: "no host, so the service does not start",
};

export const sectionMissing = defineRule({
  id: "stores/section-missing",
  title: "A store has no section of its own",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: { missing: "Store {id} has no section [{id}]: the {type} driver works with its defaults ({without})" },
  why: "A store's options are read from the section that is named like the store. Without one the driver takes its defaults, silently; options of that driver in [glance_store] are not read in multi-store mode.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\nrbd_store_pool = images",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd\n[ceph]\nrbd_store_pool = images\nrbd_store_user = glance",
  silentWhen: [
    "the section is there in another case: sections are looked up without case",
    "an http or Cinder store, which needs no settings",
    "from 2025.2 on [backend_defaults] holds the options",
    "a refused header of that name",
  ],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py register_store_opts",
    "lab: glance-api 2022.2 and 2025.1",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.mode !== "multi_store" || (readsBackendDefaults(api) && sectionHeader(api, "backend_defaults"))) continue;
      for (const store of api.stores) {
        const without = WITHOUT[store.type];
        if (store.section !== null || without === undefined || isBroken(api, store)) continue;
        const id = plainName(store.id, "of another name");
        yield {
          message: "missing",
          severity: store.type === "file" ? "low" : "high",
          option: `[${store.id}]`,
          at: placeOf(api, "DEFAULT", "enabled_backends"),
          data: { id, type: store.type, without },
          fix: fixOf(api, store),
          ...scopeIn(glance, api),
        };
      }
    }
  },
});

function isBroken({ configs }: GlanceApi, { id }: Store): boolean {
  return configs.some(({ issues }) => issues.some(({ section }) => section?.toLowerCase() === id.toLowerCase()));
}

/** Templates: what the defaults would be, said aloud, so that they are decided and not met. */
function fixOf(api: GlanceApi, { id, type }: Store) {
  const at = { file: api.file, section: id, conditional: true };
  if (type === "rbd")
    return [
      { ...at, key: "rbd_store_pool", value: "images" },
      { ...at, key: "rbd_store_user", value: "glance" },
      { ...at, key: "rbd_store_ceph_conf", value: "/etc/ceph/ceph.conf" },
    ];
  return type === "file" ? [{ ...at, key: "filesystem_store_datadir", value: "/var/lib/glance/images" }] : [];
}
