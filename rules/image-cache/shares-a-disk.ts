import { defineRule } from "../../src/check/rule.ts";
import { storePlaces } from "../../src/facts/catalog/store-places.ts";
import type { Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { liesIn } from "../../src/facts/directories.ts";
import { type Mount, tightestMount } from "../../src/facts/free-room.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer, text } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

export const sharesADisk = defineRule({
  id: "image-cache/shares-a-disk",
  title: "The image cache shares its disk with something that must not run full",
  severity: "low",
  part: "d",
  problem: "capacity",
  needs: ["glance"],
  messages: {
    shared:
      "The image cache lies on the file system of {others} ({mount}, {free} free), and its limit of {limit} is not kept between two prunings",
  },
  why: "image_cache_max_size only counts when the pruner runs; until then the cache takes what it gets. On the file system of the system itself, of staging or of a file store it fills that up as well: uploads and imports fail, or the node does.",
  wrong: "/                     40G  3G free\n(image_cache_dir = /var/lib/glance/image-cache)",
  right: "/                            40G  30G free\n/var/lib/glance/image-cache  500G  400G free",
  remedy: "put the cache on a file system of its own",
  silentWhen: ["the cache is off", "it has a file system of its own", "df was not given: then it is unchecked"],
  sources: [
    "openstack/glance glance/image_cache/__init__.py image_cache_max_size",
    "judgement: the disk holds twice the limit",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      const cache = text(api, "DEFAULT", "image_cache_dir");
      if (api.cacheActive !== true || cache === null) continue;
      const mount = tightestMount(cloud, api, cache);
      if (mount === null) {
        yield { unchecked: ["df of the API nodes"] };
        continue;
      }
      const others = othersOn(mount, cloud, api);
      const limit = integer(api, "DEFAULT", "image_cache_max_size") ?? 0;
      // room for twice the limit bears what comes in between two prunings
      if (others.length === 0 || (mount.freeBytes ?? 0) >= 2 * limit) continue;
      yield {
        message: "shared",
        ...((mount.freeBytes ?? 0) < limit ? { severity: "medium" as const } : {}),
        option: optionName(api, "DEFAULT", "image_cache_dir"),
        at: placeOf(api, "DEFAULT", "image_cache_dir"),
        ...scopeIn(cloud.glance, api),
        data: {
          others: others.join(" and "),
          mount: plainName(mount.path, "its own"),
          free: humanBytes(mount.freeBytes ?? 0),
          limit: humanBytes(limit),
        },
      };
    }
  },
});

/** What else is on that file system of that node: the system, staging, file stores. */
function othersOn(mount: Mount, { mounts }: Cloud, api: GlanceApi): string[] {
  const here = mounts.filter(({ node }) => node === mount.node);
  const isOn = (path: string): boolean =>
    liesIn(path, mount.path) &&
    !here.some((other) => other.path.length > mount.path.length && liesIn(path, other.path));
  const staging = api.stagingPath !== null && api.stagingPath !== "unknown" && isOn(api.stagingPath);
  return [
    ...(mount.path === "/" ? ["the system"] : []),
    ...(staging ? ["staging"] : []),
    ...storePlaces([api])
      .directories.filter(({ path }) => isOn(path))
      .map(({ store }) => `the store ${plainName(store, "of files")}`),
  ];
}
