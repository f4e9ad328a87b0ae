import { defineRule } from "../../src/check/rule.ts";
import { optionName, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { flagOf, storeSetting } from "../../src/facts/settings.ts";

export const swiftTwoWays = defineRule({
  id: "stores/swift-two-ways",
  title: "A Swift store is set to users' own accounts and to a reference file",
  severity: "high",
  part: "c",
  problem: "unsupported_combination",
  needs: ["glance"],
  messages: {
    both: "{option} and swift_store_config_file exclude each other: the store is left out of the list of stores",
  },
  why: "With swift_store_multi_tenant images go to the account of their owner, with a reference file to one account. Glance takes a store with both out of its list with a warning.",
  wrong: "[archive]\nswift_store_multi_tenant = True\nswift_store_config_file = /etc/glance/glance-swift.conf",
  right: "[archive]\nswift_store_config_file = /etc/glance/glance-swift.conf",
  silentWhen: ["only one of them is set"],
  sources: ["openstack/glance glance/api/v2/discovery.py InfoController.get_stores"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "swift") continue;
        const own = storeSetting(api, store, "swift_store_multi_tenant");
        if (flagOf(own) !== true || !own.at || !storeSetting(api, store, "swift_store_config_file").text) continue;
        const option = optionName(api, storeSectionOf(api, store), "swift_store_multi_tenant");
        yield { message: "both", option, at: own.at, data: { option }, ...scopeIn(glance, api) };
      }
  },
});
