import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

/** What a pasted crontab, unit or script calls. */
const PRUNES = /\bglance-cache-pruner\b|\/v2\/cache\/prune\b/;

export const neverPruned = defineRule({
  id: "image-cache/never-pruned",
  title: "The image cache is on and nothing prunes it",
  severity: "medium",
  part: "d",
  problem: "cache_not_pruned",
  needs: ["glance"],
  messages: {
    never:
      "No pruner runs, and nothing else keeps image_cache_max_size ({limit}): the cache grows until its disk is full",
  },
  why: "Glance writes to the cache without looking at image_cache_max_size. Only the pruner compares and removes, and no release runs it by itself: it is glance-cache-pruner from cron on each API node, or from 2026.2 a call to the cache API. A full disk then stops reads, imports or the node.",
  wrong: "[paste_deploy]\nflavor = keystone+cachemanagement\n(no pruner)",
  right: "*/30 * * * * glance /usr/bin/glance-cache-pruner",
  remedy: "run glance-cache-pruner every half hour and glance-cache-cleaner once a day on each node",
  silentWhen: ["the cache is off", "the operator says that the pruner runs, or gives the crontab that calls it"],
  sources: [
    "openstack/glance glance/image_cache/__init__.py ImageCache.prune, image_cache_max_size",
    "openstack/glance doc/source/admin/cache.rst",
    "lab: reads of 42 MB left 44,040,192 bytes in a cache with a limit of 20,000,000",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (api.cacheActive !== true || cloud.words.pruner?.value === true || callsPruner(cloud)) continue;
      if (cloud.words.pruner === null) {
        yield { unchecked: ["crontab of the API nodes (glance-cache-pruner)"] };
        continue;
      }
      yield {
        message: "never",
        option: optionName(api, "DEFAULT", "image_cache_max_size"),
        at: placeOf(api, "DEFAULT", "image_cache_max_size"),
        ...scopeIn(cloud.glance, api),
        data: { limit: humanBytes(integer(api, "DEFAULT", "image_cache_max_size") ?? 0) },
      };
    }
  },
});

function callsPruner({ intake }: Cloud): boolean {
  return intake.artefacts.some(
    (artefact) => (artefact.kind === "script" || artefact.kind === "unknown") && runs(artefact.text),
  );
}

const runs = (text: string): boolean =>
  text.split("\n").some((line) => !line.trimStart().startsWith("#") && PRUNES.test(line));
