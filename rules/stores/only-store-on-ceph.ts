import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";

export const onlyStoreOnCeph = defineRule({
  id: "stores/only-store-on-ceph",
  title: "With one RBD store the API does not start while Ceph is down",
  severity: "info",
  part: "a",
  problem: "side_effect",
  needs: ["glance"],
  messages: {
    fragile: "{id} is the only store: glance-api does not start while its Ceph is unreachable; start Ceph first",
  },
  why: "An RBD store that cannot connect at start-up is an error when it is the only one, and a disabled store when there are two or more. It is worth knowing for the order of a cold start, and no reason to add a store.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd",
  silentWhen: ["two or more stores", "single-store mode, which connects at the first upload"],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.configure_add",
    "lab: glance-api 2022.2, 2025.1 and 2026.2",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const [only, another] = api.stores;
      if (api.mode !== "multi_store" || !only || another || only.type !== "rbd") continue;
      yield {
        message: "fragile",
        option: "[DEFAULT]enabled_backends",
        at: placeOf(api, "DEFAULT", "enabled_backends"),
        data: { id: only.id },
        ...scopeIn(glance, api),
      };
    }
  },
});
