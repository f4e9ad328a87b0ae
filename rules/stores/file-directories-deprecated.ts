import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const fileDirectoriesDeprecated = defineRule({
  id: "stores/file-directories-deprecated",
  title: "Several directories in one file store are deprecated",
  severity: "low",
  part: "a",
  problem: "deprecated_option",
  releases: { from: "2025.2" },
  needs: ["glance"],
  messages: { deprecated: "{option} is deprecated since 2025.2: give each directory a store of its own" },
  why: "Spreading one store over directories by priority is deprecated in favour of several stores, of which each has its id, its default role and its place in the list that clients see.",
  wrong: "[local]\nfilesystem_store_datadirs = /srv/a:200\nfilesystem_store_datadirs = /srv/b:100",
  right:
    "[DEFAULT]\nenabled_backends = a:file,b:file\n[a]\nfilesystem_store_datadir = /srv/a\n[b]\nfilesystem_store_datadir = /srv/b",
  silentWhen: ["older than 2025.2", "one directory"],
  sources: ["openstack/glance_store release notes 5.0.0 (filesystem_store_datadirs deprecated)"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "file" || !storeSetting(api, store, "filesystem_store_datadirs").isSet) continue;
        const section = storeSectionOf(api, store);
        const option = optionName(api, section, "filesystem_store_datadirs");
        yield {
          message: "deprecated",
          option,
          at: placeOf(api, section, "filesystem_store_datadirs"),
          data: { option },
          ...scopeIn(glance, api),
        };
      }
  },
});
