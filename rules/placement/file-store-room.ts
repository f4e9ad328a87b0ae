import { defineRule } from "../../src/check/rule.ts";
import { tightestMount } from "../../src/facts/free-room.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

/** Free bytes below which no image of ordinary size fits, where the catalogue does not tell a size. */
const ORDINARY = 10 * 1024 ** 3;

export const fileStoreRoom = defineRule({
  id: "placement/file-store-room",
  title: "The directory of a file store has no room for another large image",
  severity: "medium",
  part: "a",
  problem: "capacity",
  needs: ["glance"],
  messages: {
    largest: "{path} has {free} free{where}: less than the largest image ({largest})",
    little: "{path} has {free} free{where}: hardly one more image",
  },
  why: "The file store writes an upload to its directory until the disk is full, and then answers 413 and removes what it wrote. Snapshots of servers end the same way. Where staging or the cache is on the same disk, imports fail as well.",
  wrong: "/var/lib/glance/images   3 GiB free, the largest image has 40 GiB",
  right: "more disk, or a further store and copy-image",
  remedy: "add room, or a further store, and copy there what is not booted",
  silentWhen: ["the largest image fits", "df was not given for that directory", "the store is not a file store"],
  sources: [
    "openstack/glance_store glance_store/_drivers/filesystem.py Store.add (StorageFull)",
    "judgement: 10 GiB where no size is known",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      for (const store of api.stores.filter(({ type }) => type === "file")) {
        const path = storeSetting(api, store, "filesystem_store_datadir").text;
        const mount = path ? tightestMount(cloud, api, path) : null;
        const largest = cloud.catalog?.largest || null;
        const free = mount?.freeBytes ?? 0;
        if (!mount || free >= (largest ?? ORDINARY)) continue;
        yield {
          message: largest === null ? "little" : "largest",
          option: optionName(api, storeSectionOf(api, store), "filesystem_store_datadir"),
          at: placeOf(api, storeSectionOf(api, store), "filesystem_store_datadir"),
          ...scopeIn(cloud.glance, api),
          data: {
            path: path ?? "",
            free: humanBytes(free),
            where: mount.node === null ? "" : ` on ${mount.node}`,
            largest: humanBytes(largest ?? 0),
          },
        };
      }
    }
  },
});
