import { defineRule } from "../../src/check/rule.ts";
import { glancePools, poolFill } from "../../src/facts/glance-pools.ts";
import { percent } from "../../src/units.ts";

const FULLER = 0.8;
const ROOMY = 0.5;

export const storesUneven = defineRule({
  id: "placement/stores-uneven",
  title: "One image store is nearly full while another has room",
  severity: "medium",
  part: "a",
  problem: "store_imbalance",
  needs: [],
  messages: { uneven: "Store {full} is {fill} full, store {roomy} only {rest}: move images that need no fast boot" },
  why: "Glance writes to the default store unless an upload names another, and never moves anything by itself: weight decides which copy is read, not where one is written. A full default store stops uploads and snapshots while the other stands empty.",
  wrong: "fast: 90 % full, default\nbulk: 10 % full",
  right: "cold images copied to bulk, checked, and their copy in fast deleted per store",
  remedy: "copy cold images to the store with room, check them, then delete their copy in the full one",
  silentWhen: [
    "no store is 80 % full, or every store is",
    "the stores are of different sites: there a copy belongs to its site",
    "ceph df shows fewer than two of Glance's pools",
  ],
  sources: [
    "openstack/glance glance/common/utils.py sort_image_locations (weight sorts reads only)",
    "judgement: 80 % against 50 %",
  ],
  *check(cloud) {
    const known = glancePools(cloud).flatMap(({ pool, storeId, api }) => {
      const fill = poolFill(pool);
      return fill === null || storeId === null || api === null ? [] : [{ pool, storeId, api, fill }];
    });
    for (const full of known.filter(({ fill }) => fill >= FULLER)) {
      const roomy = known
        .filter(({ api, fill }) => api === full.api && fill <= ROOMY)
        .sort((one, other) => one.fill - other.fill)[0];
      if (!roomy) continue;
      yield {
        message: "uneven",
        option: "catalog",
        at: full.pool.at,
        objects: [full.pool.name, roomy.pool.name],
        data: {
          full: full.storeId,
          fill: percent(Math.round(full.fill * 1000), 1000),
          roomy: roomy.storeId,
          rest: percent(Math.round(roomy.fill * 1000), 1000),
        },
      };
    }
  },
});
