import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { written } from "../../src/facts/settings.ts";

export const fileDirectoryTwice = defineRule({
  id: "stores/file-directory-twice",
  title: "One directory stands twice, with different priorities",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    twice:
      "{directory} stands in filesystem_store_datadirs with priorities {priorities}: the store is not usable, every upload is refused with 410",
  },
  why: "The file driver checks its directories when it starts. A directory with two priorities is a contradiction: the store is left without the ability to add, and each upload ends with 410 Gone.",
  wrong:
    "[nfs]\nfilesystem_store_datadirs = /srv/nfs1:200\nfilesystem_store_datadirs = /srv/nfs2:100\nfilesystem_store_datadirs = /srv/nfs1:50",
  right: "[nfs]\nfilesystem_store_datadirs = /srv/nfs1:200\nfilesystem_store_datadirs = /srv/nfs2:100",
  silentWhen: [
    "each directory stands once",
    "a directory stands twice with the same priority: the driver says so and goes on",
  ],
  sources: ["openstack/glance_store glance_store/_drivers/filesystem.py Store._check_directory_paths"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores.filter(({ type }) => type === "file")) {
        const section = storeSectionOf(api, store);
        const byDirectory = Map.groupBy(
          written(api, section, "filesystem_store_datadirs").map(({ entry }) => directoryOf(entry.value)),
          ({ directory }) => directory,
        );
        for (const [directory, entries] of byDirectory) {
          const priorities = [...new Set(entries.map(({ priority }) => priority))];
          if (priorities.length < 2) continue;
          yield {
            message: "twice",
            option: optionName(api, section, "filesystem_store_datadirs"),
            at: placeOf(api, section, "filesystem_store_datadirs"),
            data: { directory, priorities: priorities.join(" and ") },
            ...scopeIn(glance, api),
          };
        }
      }
  },
});

/** `/srv/images:100`; without a number the priority is 0. */
function directoryOf(value: string): { directory: string; priority: number } {
  const [, directory = value, priority = "0"] = /^(.*?)(?::(\d+))?$/.exec(value.trim()) ?? [];
  return { directory, priority: Number(priority) };
}
