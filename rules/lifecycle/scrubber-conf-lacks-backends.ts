import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, ServiceConfig } from "../../src/facts/cloud.ts";
import { placeOf } from "../../src/facts/place.ts";
import { flag, pairs, setting, storeSetting, text } from "../../src/facts/settings.ts";

/** What tells a scrubber where a store is; credentials are never copied into a proposal. */
const PLACE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  rbd: ["rbd_store_pool", "rbd_store_user", "rbd_store_ceph_conf"],
  file: ["filesystem_store_datadir"],
};

export const scrubberConfLacksBackends = defineRule({
  id: "lifecycle/scrubber-conf-lacks-backends",
  title: "glance-scrubber.conf does not know the stores of glance-api.conf",
  severity: "medium",
  part: "e",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    absent: "glance-scrubber.conf has no enabled_backends: it cannot tell the stores ({stores}), and nothing is freed",
    fewer: "glance-scrubber.conf does not enable {stores}: deleted images in there are never freed",
  },
  why: "delayed_delete leaves the bytes to glance-scrubber, a service that reads its own file and not glance-api.conf. A location carries a store id; a scrubber that does not have that id logs an error at each round and leaves the image pending_delete.",
  wrong: "# glance-scrubber.conf\n[DEFAULT]\nwakeup_time = 300",
  right:
    "# glance-scrubber.conf\n[DEFAULT]\nwakeup_time = 300\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rbd\n[rbd]\nrbd_store_pool = images\nrbd_store_user = glance",
  silentWhen: [
    "delayed_delete is off: then the scrubber has nothing to do",
    "the scrubber enables the same stores, or more",
    "Glance runs with a single store",
  ],
  sources: [
    "openstack/glance glance/cmd/scrubber.py main (create_multi_stores from its own configuration)",
    "openstack/glance glance/scrubber.py Scrubber._delete_image_location_from_backend",
  ],
  *check({ glance, scrubber }) {
    const api = glance.find(
      (one) => one.mode === "multi_store" && one.parses && flag(one, "DEFAULT", "delayed_delete") === true,
    );
    if (!api) return;
    if (!scrubber) {
      yield { unchecked: ["glance-scrubber.conf"] };
      return;
    }
    const option = setting(scrubber, "DEFAULT", "enabled_backends");
    const known = new Map(pairs(option.isSet ? (option.text ?? "") : ""));
    const missing = api.stores.filter(({ id, type }) => type !== "http" && !known.has(id));
    if (!scrubber.parses || missing.length === 0) return;
    yield {
      message: option.isSet ? "fewer" : "absent",
      ...(option.isSet ? { problem: "wrong_value" as const } : {}),
      option: "[DEFAULT]enabled_backends",
      at: placeOf(scrubber, "DEFAULT", "enabled_backends"),
      data: { stores: missing.map(({ id }) => id).join(", ") },
      fix: fixesOf(api, scrubber, known),
    };
  },
});

function fixesOf(api: GlanceApi, scrubber: ServiceConfig, known: ReadonlyMap<string, string>) {
  const { file } = scrubber;
  const all = new Map([...known, ...api.stores.map(({ id, type }) => [id, type] as const)]);
  const backends = [...all].map(([id, type]) => `${id}:${type}`).join(",");
  const fix = [{ file, section: "DEFAULT", key: "enabled_backends", value: backends }];
  const standard = text(scrubber, "glance_store", "default_backend");
  if (api.defaultStoreId && standard === null)
    fix.push({ file, section: "glance_store", key: "default_backend", value: api.defaultStoreId });
  for (const store of api.stores) {
    for (const key of known.has(store.id) ? [] : (PLACE_OPTIONS[store.type] ?? [])) {
      const own = storeSetting(api, store, key);
      const there = setting(scrubber, store.section ?? store.id, key);
      if (own.isSet && own.text && there.text !== own.text)
        fix.push({ file, section: store.section ?? store.id, key, value: own.text });
    }
  }
  return fix;
}
