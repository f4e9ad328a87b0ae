import { defineRule } from "../../src/check/rule.ts";
import { driverKeys } from "../../src/facts/driver-keys.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const deadAfterMove = defineRule({
  id: "stores/dead-after-move",
  title: "What the move to enabled_backends would silence",
  severity: "high",
  part: "c",
  problem: "dead_option",
  needs: ["glance", "words"],
  messages: {
    driver: "[glance_store]{key} dies with the move: in multi-store mode it must stand in the store's own section",
    staging: "node_staging_uri dies with the move: staging then goes to [os_glance_staging_store]",
    work: "[task]work_dir dies with the move: task data then goes to [os_glance_tasks_store]",
  },
  why: "The operator asks to move to enabled_backends. From that restart on driver options in [glance_store] are ignored without a word: the RBD store would use pool images as client.None instead of what is set here, and staged data would land elsewhere.",
  wrong:
    "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\nrbd_store_pool = glance-images",
  right:
    "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = glance-images",
  silentWhen: ["nobody asks to move", "enabled_backends is set already: another rule speaks"],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py register_store_opts",
    "openstack/glance glance/housekeeping.py staging_store_path",
  ],
  *check({ glance, words }) {
    if (!words.wantsMultiStore) return;
    for (const api of glance) {
      if (api.mode !== "single_store") continue;
      for (const { file, entry, types } of driverKeys(api)) {
        if (entry.section.toLowerCase() !== "glance_store") continue;
        const used = api.stores.some(({ type }) => types.includes(type));
        yield {
          message: "driver",
          severity: used ? "high" : "low",
          option: `[glance_store]${entry.key}`,
          at: { file, line: entry.line },
          data: { key: entry.key },
          ...scopeIn(glance, api),
        };
      }
      for (const [section, key, message] of [
        ["DEFAULT", "node_staging_uri", "staging"],
        ["task", "work_dir", "work"],
      ] as const)
        if (setting(api, section, key).isSet)
          yield {
            message,
            severity: "medium",
            option: `[${section}]${key}`,
            at: placeOf(api, section, key),
            ...scopeIn(glance, api),
          };
    }
  },
});
