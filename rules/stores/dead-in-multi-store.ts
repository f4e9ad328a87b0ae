import { defineRule, type Severity } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { type DriverKey, driverKeys } from "../../src/facts/driver-keys.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { defaultText, setting, storeSetting } from "../../src/facts/settings.ts";
import { driverOptions } from "../../src/options/catalogue.ts";

export const deadInMultiStore = defineRule({
  id: "stores/dead-in-multi-store",
  title: "Settings of single-store mode beside enabled_backends",
  severity: "medium",
  part: "c",
  problem: "dead_option",
  needs: ["glance"],
  messages: {
    driver: "[glance_store]{key} is not read: with enabled_backends a store's options count in its own section only",
    list: "[glance_store]{key} is not read: enabled_backends and default_backend took its place",
  },
  why: "As soon as enabled_backends is set, [glance_store] holds default_backend and nothing else that counts. Driver options there are ignored without a word, so a pool, user or directory set there is not the one in use.",
  wrong:
    "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\nrbd_store_pool = glance-images",
  right:
    "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = glance-images",
  silentWhen: ["single-store mode"],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py register_store_opts",
    "lab: glance-api 2025.1 and 2026.2 ignore them",
  ],
  consequenceOf: ["stores/section-missing"],
  *check({ glance }) {
    for (const api of glance) {
      if (api.mode !== "multi_store") continue;
      for (const key of ["stores", "default_store"]) {
        const { at } = setting(api, "glance_store", key);
        if (at)
          yield {
            message: "list",
            severity: "low",
            option: `[glance_store]${key}`,
            at,
            data: { key },
            fix: [{ file: at.file, section: "glance_store", key, value: null }],
            ...scopeIn(glance, api),
          };
      }
      for (const driverKey of driverKeys(api)) {
        if (driverKey.entry.section.toLowerCase() !== "glance_store") continue;
        const { file, entry } = driverKey;
        const { severity, moves } = lossOf(api, driverKey);
        yield {
          message: "driver",
          severity,
          option: `[glance_store]${entry.key}`,
          at: { file, line: entry.line },
          data: { key: entry.key },
          fix: [{ file, section: "glance_store", key: entry.key, value: null }, ...moves],
          ...scopeIn(glance, api),
        };
      }
    }
  },
});

/** A leftover whose value is in force anyway hurts nobody; a value that is lost does. One store of that driver: it goes there. */
function lossOf(api: GlanceApi, { entry, types }: DriverKey) {
  const stores = api.stores.filter(({ type }) => types.includes(type));
  const without = stores.filter((store) => !storeSetting(api, store, entry.key).isSet);
  const option = driverOptions(api.catalogues, types[0] ?? "").find(({ name }) => name === entry.key);
  const lost = without.length > 0 && defaultText(option?.default ?? null) !== entry.value;
  const severity: Severity = lost ? "medium" : "info";
  const [only, another] = stores;
  const moves =
    lost && only && !another
      ? [{ file: api.file, section: only.section ?? only.id, key: entry.key, value: entry.value, conditional: true }]
      : [];
  return { severity, moves };
}
