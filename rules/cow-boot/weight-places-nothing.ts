import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";
import { isWritable } from "../../src/facts/store-choice.ts";

export const weightPlacesNothing = defineRule({
  id: "cow-boot/weight-places-nothing",
  title: "The heaviest store is not the default store",
  severity: "info",
  part: "a",
  problem: "no_effect",
  releases: { from: "2023.2" },
  needs: ["glance"],
  messages: {
    weight: "{store} has the highest weight, uploads go to {standard} all the same: a weight decides reading only",
  },
  why: "The weight orders the locations of an image that is in several stores. Where an upload goes is decided by --store and by default_backend; a store with the highest weight gets nothing by that.",
  wrong: "enabled_backends = fast:rbd, slow:rbd\n[glance_store]\ndefault_backend = slow\n[fast]\nweight = 100",
  right: "[glance_store]\ndefault_backend = fast\n[fast]\nweight = 100",
  silentWhen: [
    "the default store has the highest weight too",
    "no weight is set",
    "the heaviest store takes no uploads",
  ],
  sources: [
    "openstack/glance glance/common/utils.py sort_image_locations, get_stores_from_request",
    "judgement: an order of reading that differs from the default may be meant",
  ],
  consequenceOf: ["cow-boot/default-store-not-rbd"],
  *check({ glance }) {
    for (const api of glance) {
      const { defaultStore } = api;
      if (api.mode !== "multi_store" || !defaultStore) continue;
      const [heaviest, next] = api.stores.toSorted((one, other) => other.weight - one.weight);
      if (!heaviest || !isWritable(heaviest) || heaviest.weight <= (next?.weight ?? 0)) continue;
      const section = storeSectionOf(api, heaviest);
      if (heaviest.id === defaultStore.id || !setting(api, section, "weight").isSet) continue;
      yield {
        message: "weight",
        option: `[${section}]weight`,
        at: placeOf(api, section, "weight"),
        data: { store: heaviest.id, standard: defaultStore.id },
        ...scopeIn(glance, api),
      };
    }
  },
});
