import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { sectionHeader } from "../../src/facts/settings.ts";

export const backendDefaultsNotRead = defineRule({
  id: "stores/backend-defaults-not-read",
  title: "[backend_defaults] is not read by this release",
  severity: "medium",
  part: "c",
  problem: "dead_option",
  releases: { to: "2025.1" },
  needs: ["glance"],
  messages: {
    unread: "[backend_defaults] counts only from 2025.2 (glance_store 5.0): copy its options into each store's section",
  },
  why: "Shared defaults for stores came with glance_store 5.0.0. Before that nothing reads the section: every store works with its own options and the driver's defaults.",
  wrong: "# 2025.1\n[backend_defaults]\nrbd_store_user = glance",
  right: "# 2025.1\n[ceph]\nrbd_store_user = glance",
  silentWhen: ["2025.2 or later"],
  sources: [
    "openstack/glance_store release note add-backend-defaults-group",
    "openstack/glance_store glance_store/driver.py BackendGroupConfiguration",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const header = sectionHeader(api, "backend_defaults");
      if (header) yield { message: "unread", option: `[${header.name}]`, at: header.at, ...scopeIn(glance, api) };
    }
  },
});
