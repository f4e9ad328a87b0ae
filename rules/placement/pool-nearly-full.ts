import { defineRule } from "../../src/check/rule.ts";
import { glancePools, poolFill } from "../../src/facts/glance-pools.ts";
import { humanBytes, percent } from "../../src/units.ts";

/** Ceph warns at 85 % of a device and refuses writes at 95 %. */
const NEARLY_FULL = 0.85;
const FULL = 0.95;

export const poolNearlyFull = defineRule({
  id: "placement/pool-nearly-full",
  title: "The pool of an image store is nearly full",
  severity: "medium",
  part: "a",
  problem: "capacity",
  needs: [],
  messages: { full: "Pool {pool} is {fill} full: {stored} stored, Ceph lets in {free} more" },
  why: "Ceph warns at 85 % of a device and stops all writes of the cluster at 95 %, and then guests stop as well. Imports, conversions to raw and flattening need room before they free any. Clean up by the plan of part (e), or move cold images to another store, before anything is added.",
  wrong: "images   STORED 30 TiB   MAX AVAIL 2 TiB",
  right: "images   STORED 30 TiB   MAX AVAIL 25 TiB",
  remedy: "free or add room before anything is converted or copied",
  silentWhen: [
    "stored bytes are less than 85 % of what the pool can hold",
    "the pool is not one of Glance's",
    "ceph df was not given: then it is unchecked",
  ],
  sources: [
    "Ceph: mon_osd_nearfull_ratio 0.85, mon_osd_full_ratio 0.95; MAX AVAIL is what is left before the full ratio",
  ],
  *check(cloud) {
    const rbd = cloud.glance.some(({ stores }) => stores.some(({ type }) => type === "rbd"));
    const pools = glancePools(cloud);
    if (rbd && !pools.some(({ pool }) => poolFill(pool) !== null)) yield { unchecked: ["ceph df"] };
    for (const { pool } of pools) {
      const fill = poolFill(pool);
      if (fill === null || fill < NEARLY_FULL) continue;
      yield {
        message: "full",
        severity: fill >= FULL ? "high" : "medium",
        option: "catalog",
        at: pool.at,
        objects: [pool.name],
        data: {
          pool: pool.name,
          fill: percent(Math.round(fill * 1000), 1000),
          stored: humanBytes(pool.storedBytes ?? 0),
          free: humanBytes(pool.maxAvailableBytes ?? 0),
        },
      };
    }
  },
});
