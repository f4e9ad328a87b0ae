import { defineRule } from "../../src/check/rule.ts";
import { optionName, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const swiftOldAuth = defineRule({
  id: "stores/swift-old-auth",
  title: "A Swift store logs in the way of Keystone v1 or v2",
  severity: "high",
  part: "c",
  problem: "removed_option",
  releases: { from: "2025.2" },
  needs: ["glance"],
  messages: { old: "{option} = {value}: only 3 is left since 2025.2, the store does not log in" },
  why: "From 2025.2 the driver knows Keystone v3 only; its choices for the version are down to 3. An older value is refused when the option is read.",
  wrong: "[archive]\nswift_store_auth_version = 2",
  right: "[archive]\nswift_store_auth_version = 3\nswift_store_user = service:glance",
  silentWhen: ["older than 2025.2", "3, or unset (3 is the default from 2025.2)"],
  sources: [
    "openstack/glance_store release notes 5.0.0 (Keystone v1 and v2 removed)",
    "oslo-config-generator output 2025.1 and 2025.2, compared",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        const { text, at } = storeSetting(api, store, "swift_store_auth_version");
        if (store.type !== "swift" || !at || (text !== "1" && text !== "2")) continue;
        const section = storeSectionOf(api, store);
        const option = optionName(api, section, "swift_store_auth_version");
        yield {
          message: "old",
          option,
          at,
          data: { option, value: text },
          fix: [{ file: at.file, section, key: "swift_store_auth_version", value: "3", conditional: true }],
          ...scopeIn(glance, api),
        };
      }
  },
});
