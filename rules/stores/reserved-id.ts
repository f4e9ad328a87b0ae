import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";

export const reservedId = defineRule({
  id: "stores/reserved-id",
  title: "A store has a name that Glance keeps for itself",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    reserved: "enabled_backends names {id}: ids that begin with os_glance_ are reserved, the service does not start",
  },
  why: "Glance adds the stores os_glance_tasks_store and os_glance_staging_store itself and refuses ids with that prefix at start-up. Their directories are set in sections of those names, without enabling them.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd, os_glance_staging_store:file",
  right:
    "[DEFAULT]\nenabled_backends = ceph:rbd\n[os_glance_staging_store]\nfilesystem_store_datadir = /var/lib/glance/staging",
  silentWhen: ["the reserved stores have sections but are not enabled"],
  sources: ["openstack/glance glance/common/store_utils.py check_reserved_stores"],
  *check({ glance }) {
    for (const api of glance) {
      const reserved = api.stores.filter(({ id }) => id.startsWith("os_glance_"));
      const kept = api.stores.filter((store) => !reserved.includes(store));
      for (const { id } of reserved)
        yield {
          message: "reserved",
          option: "[DEFAULT]enabled_backends",
          at: placeOf(api, "DEFAULT", "enabled_backends"),
          data: { id },
          ...(kept.length > 0
            ? {
                fix: [
                  {
                    file: api.file,
                    section: "DEFAULT",
                    key: "enabled_backends",
                    value: kept.map((store) => `${store.id}:${store.type}`).join(","),
                  },
                ],
              }
            : {}),
          ...scopeIn(glance, api),
        };
    }
  },
});
