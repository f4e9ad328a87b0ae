import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer } from "../../src/facts/settings.ts";

/** Boots on each compute and day from which several are likely to run at once. */
const MANY = 20;

export const novaDiskOperationsUnlimited = defineRule({
  id: "image-cache/nova-disk-operations-unlimited",
  title: "Nothing limits how many images a compute downloads and converts at once",
  severity: "info",
  part: "d",
  problem: "unset_needed",
  needs: ["nova"],
  messages: {
    many: "About {boots} boots a day on each compute, and max_concurrent_disk_ops is 0: downloads and conversions run all at once",
  },
  why: "Where boots copy, each one downloads and converts an image on the compute's own disk. A wave of boots does so in parallel and slows the disks of every guest there. max_concurrent_disk_ops lets a few run and the others wait.",
  wrong: "[compute]\nmax_concurrent_disk_ops = 0",
  right: "[compute]\nmax_concurrent_disk_ops = 4",
  silentWhen: [
    "Nova's disks are on Ceph",
    "a limit is set",
    "boots and the number of computes are not known, or boots are few",
  ],
  sources: [
    "openstack/nova nova/compute/manager.py ComputeManager.__init__ (disk_ops semaphore)",
    "judgement: 20 boots a day",
  ],
  *check({ nova, catalog, words }) {
    const { total, periodDays } = catalog?.boots ?? { total: null, periodDays: null };
    const computes = words.computes?.value ?? null;
    if (total === null || periodDays === null || computes === null) return;
    const boots = total / periodDays / computes;
    for (const compute of nova) {
      if (compute.usesRbd !== false || boots < MANY) continue;
      if (integer(compute, "compute", "max_concurrent_disk_ops") !== 0) continue;
      yield {
        message: "many",
        option: optionName(compute, "compute", "max_concurrent_disk_ops"),
        at: placeOf(compute, "compute", "max_concurrent_disk_ops"),
        ...scopeIn(nova, compute),
        data: { boots: Math.round(boots) },
      };
    }
  },
});
