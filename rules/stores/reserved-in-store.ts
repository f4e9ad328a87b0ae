import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { type Directory, directoriesOf, liesIn } from "../../src/facts/directories.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";

export const reservedInStore = defineRule({
  id: "stores/reserved-in-store",
  title: "Staged data and stored images share a directory",
  severity: "high",
  part: "c",
  problem: "shared_path_conflict",
  needs: ["glance"],
  messages: {
    same: "{option} is the directory of {other}: staged and stored files of one image carry the same name",
    inside: "{option} lies inside the directory of {other}: the two fill and clean each other's space",
  },
  why: "Glance names staged files, task files and stored images by the image's id. In one directory an import finds its target taken, and the clean-up of staged data, which runs at every start of the API, removes stored images that this node's database does not know.",
  wrong:
    "[local]\nfilesystem_store_datadir = /srv/glance/images\n[os_glance_staging_store]\nfilesystem_store_datadir = /srv/glance/images",
  right:
    "[local]\nfilesystem_store_datadir = /srv/glance/images\n[os_glance_staging_store]\nfilesystem_store_datadir = /var/lib/glance/staging",
  silentWhen: [
    "the directories are apart",
    "two directories beside each other in one file system (space is another question)",
  ],
  sources: [
    "openstack/glance glance/housekeeping.py StagingStoreCleaner",
    "openstack/glance_store glance_store/_drivers/filesystem.py Store.add (Duplicate)",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const all = directoriesOf(api);
      for (const own of all) {
        if (own.use !== "staging" && own.use !== "tasks") continue;
        const other = all.find(
          (one) => one !== own && one.use !== "tasks" && one.use !== "staging" && overlap(own, one),
        );
        const twin =
          own.use === "tasks" ? all.find(({ use, path }) => use === "staging" && path === own.path) : undefined;
        const met = other ?? twin;
        if (!met) continue;
        const same = met.path === own.path;
        yield {
          message: same ? "same" : "inside",
          severity: same ? (twin === met ? "medium" : "high") : "medium",
          option: optionName(api, own.section, own.key),
          at: own.at ?? placeOf(api, own.section, own.key),
          data: { option: optionName(api, own.section, own.key), other: nameOf(met) },
          fix: [fixOf(api, own)],
          ...scopeIn(glance, api),
        };
      }
    }
  },
});

const overlap = (own: Directory, other: Directory): boolean =>
  liesIn(own.path, other.path) || liesIn(other.path, own.path);

function nameOf({ use, id }: Directory): string {
  if (use === "cache") return "the image cache";
  return use === "store" ? `store ${id}` : `the ${use} store`;
}

function fixOf(api: GlanceApi, { use, section, key }: Directory) {
  const path = `/var/lib/glance/os_glance_${use}_store`;
  return { file: api.file, section, key, value: key === "node_staging_uri" ? `file://${path}` : path };
}
