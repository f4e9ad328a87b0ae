import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";
import { obviousDefault } from "../../src/facts/store-choice.ts";

export const defaultMissing = defineRule({
  id: "stores/default-missing",
  title: "No default store is named",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    missing: "[glance_store]default_backend is not set: with enabled_backends the service does not start without it",
  },
  why: "In multi-store mode glance-api reads the default store at start-up and exits with \"'default_backend' config option is not set\" where there is none.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph",
  silentWhen: [
    "single-store mode",
    "the option is set, whatever it names",
    "the line that should set it cannot be read: that is another finding",
  ],
  sources: ["openstack/glance_store glance_store/multi_backend.py verify_store", "lab: glance-api 2025.1 exits"],
  *check({ glance }) {
    for (const api of glance) {
      if (api.mode !== "multi_store" || setting(api, "glance_store", "default_backend").isSet || isBroken(api))
        continue;
      const store = obviousDefault(api);
      yield {
        message: "missing",
        option: optionName(api, "glance_store", "default_backend"),
        at: placeOf(api, "glance_store", "default_backend"),
        ...(store
          ? { fix: [{ file: api.file, section: "glance_store", key: "default_backend", value: store.id }] }
          : {}),
        ...scopeIn(glance, api),
      };
    }
  },
});

/** A refused line was meant to set it. */
function isBroken({ configs }: Parameters<typeof setting>[0]): boolean {
  return configs.some(({ issues }) => issues.some(({ key }) => key === "default_backend"));
}
