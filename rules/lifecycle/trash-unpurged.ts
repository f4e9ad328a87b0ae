import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import { clonesSeen } from "../../src/facts/catalog/clones-seen.ts";
import { trashedData } from "../../src/facts/catalog/lost-data.ts";
import type { Intake } from "../../src/intake/artefact.ts";
import { isUuid } from "../../src/intake/listings/hex-index.ts";

export const trashUnpurged = defineRule({
  id: "lifecycle/trash-unpurged",
  title: "Deleted images lie in the trash of the pool and hold their space",
  severity: "low",
  part: "e",
  problem: "side_effect",
  needs: [],
  messages: {
    trash: "{count} of deleted images in the trash: nothing of Glance purges it; see rbd trash purge schedule ls",
    held: "{count} of deleted images in the trash, all with clones: they go with their last clone, if a purge is scheduled",
  },
  why: "Where clones of format 2 depend on an image, Glance's delete moves its object to the RBD trash and forgets it. Its bytes come back only when the last clone is gone and somebody, or a schedule, purges the trash. Glance never does, and no quota counts them.",
  wrong: "$ rbd trash ls images\n11cbd255f841 5b7c…",
  right: "$ rbd trash purge schedule add --pool images 1d",
  silentWhen: [
    "the trash is empty, or holds only objects that are not named by an image id",
    "the request or a command speaks of a purge schedule",
    "an entry is the data of an image that is there: that is data missing, and to be restored",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store._delete_image (trash from 4.6.0, 4.3.2)",
    "lab: a purge passes over an entry that still has a snapshot",
  ],
  *check({ intake, words, join }) {
    const listed = intake.artefacts.some(({ kind }) => kind === "rbd-trash");
    if (!listed) {
      if (intake.objects.rowCount > 0) yield { unchecked: ["rbd trash ls --all of the images pool"] };
      return;
    }
    if (speaksOfSchedule(intake, words.text)) return;
    const { trash, hasChildren } = clonesSeen(intake);
    const living = trashedData({ intake, join });
    const entries = trash.filter(({ name }) => isUuid(name) && !living.has(name));
    const report = heldReport(entries);
    if (!report) return;
    const held = entries.every(({ pool, name }) => hasChildren(pool, name));
    yield { message: held ? "held" : "trash", ...(held ? { severity: "info" as const } : {}), ...report };
  },
});

const SCHEDULE = /trash\s+purge\s+schedule|purge schedule/i;

function speaksOfSchedule({ sources }: Intake, words: string): boolean {
  return SCHEDULE.test(words) || sources.some(({ command }) => command !== undefined && SCHEDULE.test(command));
}
