import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn, storeListOf } from "../../src/facts/place.ts";

export const vmwareDeprecated = defineRule({
  id: "stores/vmware-deprecated",
  title: "The VMware driver is deprecated",
  severity: "low",
  part: "a",
  problem: "deprecated_option",
  releases: { from: "2024.1" },
  needs: ["glance"],
  messages: { deprecated: "Store {id} uses the VMware driver, deprecated since 2024.1: plan where its images go" },
  why: "The datastore driver is deprecated and not tested upstream. It still ships in 2026.2; its images should have another home before it is gone.",
  wrong: "[DEFAULT]\nenabled_backends = ds:vmware",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd",
  silentWhen: ["older than 2024.1", "no store of that type"],
  sources: ["openstack/glance_store release note deprecate-vmware-store"],
  *check({ glance }) {
    for (const api of glance)
      for (const { id, type } of api.stores) {
        if (type !== "vmware") continue;
        const { section, key } = storeListOf(api);
        yield {
          message: "deprecated",
          option: `[${section}]${key}`,
          at: placeOf(api, section, key),
          data: { id },
          ...scopeIn(glance, api),
        };
      }
  },
});
