import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const cinderTypesMissing = defineRule({
  id: "stores/cinder-types-missing",
  title: "Several Cinder stores, and one without a volume type",
  severity: "medium",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: { missing: "{option} is not set: with several Cinder stores only the volume type tells them apart" },
  why: "A Cinder store finds its volumes by their type. Without one its images are volumes of the default type, which another store may own as well, and old locations cannot be matched to a store.",
  wrong: "[DEFAULT]\nenabled_backends = fast:cinder, slow:cinder\n[fast]\ncinder_volume_type = nvme",
  right: "[fast]\ncinder_volume_type = nvme\n[slow]\ncinder_volume_type = hdd",
  silentWhen: ["one Cinder store", "each has its type"],
  sources: ["openstack/glance_store glance_store/_drivers/cinder/store.py Store.is_image_associated_with_store"],
  *check({ glance }) {
    for (const api of glance) {
      const stores = api.stores.filter(({ type }) => type === "cinder");
      if (stores.length < 2) continue;
      for (const store of stores) {
        if (storeSetting(api, store, "cinder_volume_type").text) continue;
        const section = storeSectionOf(api, store);
        const option = optionName(api, section, "cinder_volume_type");
        yield {
          message: "missing",
          option,
          at: placeOf(api, section, "cinder_volume_type"),
          data: { option },
          ...scopeIn(glance, api),
        };
      }
    }
  },
});
