import { defineRule } from "../../src/check/rule.ts";
import { directoriesOf, liesIn } from "../../src/facts/directories.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";

export const stagingInTmp = defineRule({
  id: "stores/staging-in-tmp",
  title: "Imports are staged in a temporary directory",
  severity: "low",
  part: "c",
  problem: "capacity",
  needs: ["glance"],
  messages: { tmp: "Imports are staged in {path}: a small or volatile place for whole images" },
  why: "Staging holds each image in full while it is imported or copied, twice over while it is converted. Temporary directories are often in memory or on a small root disk, and are emptied at a reboot.",
  wrong: "[DEFAULT]\nnode_staging_uri = file:///tmp/staging",
  right: "[DEFAULT]\nnode_staging_uri = file:///var/lib/glance/staging",
  silentWhen: [
    "staging is elsewhere",
    "no import method is enabled",
    "the default of single-store mode is only worth knowing",
  ],
  sources: ["openstack/glance glance/common/config.py node_staging_uri (default file:///tmp/staging/)"],
  *check({ glance }) {
    for (const api of glance) {
      if (api.importMethods.length === 0) continue;
      for (const { use, path, section, key, at } of directoriesOf(api)) {
        if (use !== "staging" || !["/tmp", "/var/tmp", "/dev/shm", "/run"].some((outer) => liesIn(path, outer)))
          continue;
        yield {
          message: "tmp",
          severity: at === null ? "info" : "low",
          option: optionName(api, section, key),
          at: placeOf(api, section, key),
          data: { path },
          ...scopeIn(glance, api),
        };
      }
    }
  },
});
