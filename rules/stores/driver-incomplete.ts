import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

/** Options without which a driver refuses; of those in one list one is enough (glance_store/_drivers `configure_add`). */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  s3: [["s3_store_host"], ["s3_store_access_key"], ["s3_store_secret_key"], ["s3_store_bucket"]],
  swift: [["swift_store_auth_address", "swift_store_config_file"]],
  vmware: [["vmware_server_host"], ["vmware_server_username"], ["vmware_server_password"], ["vmware_datastores"]],
};

export const driverIncomplete = defineRule({
  id: "stores/driver-incomplete",
  title: "A store lacks a setting without which it takes no uploads",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    missing: "{option} is not set: store {id} starts without its upload half, and every upload to it gets 410",
    start: "{option} is not set: the VMware driver stops the whole service at start-up",
  },
  why: "A driver that misses its address or keys is disabled for uploads with one line in the log. The service runs, the store is in the list, and each upload to it is answered with 410. The VMware driver raises an error that ends the service instead.",
  wrong: "[archive]\ns3_store_host = https://s3.example.net\ns3_store_bucket = glance",
  right:
    "[archive]\ns3_store_host = https://s3.example.net\ns3_store_access_key = ...\ns3_store_secret_key = ...\ns3_store_bucket = glance",
  silentWhen: [
    "the store has no section: that is the finding",
    "a Swift store with a reference file",
    "from 2025.2 on [backend_defaults] holds it",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/s3.py Store.configure_add",
    "openstack/glance_store glance_store/_drivers/swift/store.py",
    "lab: glance-api 2025.1 (s3, swift), 2022.2 to 2026.2 (vmware, exit code 3)",
  ],
  consequenceOf: ["stores/section-missing"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores)
        for (const key of missingKeys(api, store)) {
          const section = storeSectionOf(api, store);
          const option = optionName(api, section, key);
          yield {
            message: store.type === "vmware" ? "start" : "missing",
            option,
            at: placeOf(api, section, key),
            data: { option, id: store.id },
            ...scopeIn(glance, api),
          };
        }
  },
});

function missingKeys(api: GlanceApi, store: Store): string[] {
  if (store.section === null || (api.mode === "single_store" && store.id !== api.defaultStoreId)) return [];
  return (NEEDED[store.type] ?? []).flatMap((keys) => {
    const [first] = keys;
    return first !== undefined && keys.every((key) => !storeSetting(api, store, key).text) ? [first] : [];
  });
}
