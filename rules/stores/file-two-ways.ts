import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const fileTwoWays = defineRule({
  id: "stores/file-two-ways",
  title: "A file store with both one directory and several",
  severity: "high",
  part: "c",
  problem: "unsupported_combination",
  needs: ["glance"],
  messages: {
    both: "{option}: the single directory has to be set to nothing beside it, else every upload is refused with 410",
  },
  why: "The driver takes either filesystem_store_datadir or filesystem_store_datadirs. The first has a default, so setting only the second is a conflict too: the service starts, the store takes no uploads.",
  wrong: "[local]\nfilesystem_store_datadirs = /srv/a:200\nfilesystem_store_datadirs = /srv/b:100",
  right:
    "[local]\nfilesystem_store_datadir =\nfilesystem_store_datadirs = /srv/a:200\nfilesystem_store_datadirs = /srv/b:100",
  silentWhen: ["the single option is set to nothing", "only the single option is set"],
  sources: [
    "openstack/glance_store glance_store/_drivers/filesystem.py Store.configure_add",
    "lab: glance-api 2025.1, uploads get 410",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "file") continue;
        const one = storeSetting(api, store, "filesystem_store_datadir");
        if (!storeSetting(api, store, "filesystem_store_datadirs").isSet || (one.isSet && one.text === "")) continue;
        const section = storeSectionOf(api, store);
        yield {
          message: "both",
          option: optionName(api, section, "filesystem_store_datadirs"),
          at: placeOf(api, section, "filesystem_store_datadirs"),
          data: { option: optionName(api, section, "filesystem_store_datadirs") },
          fix: [{ file: api.file, section, key: "filesystem_store_datadir", value: "" }],
          ...scopeIn(glance, api),
        };
      }
  },
});
