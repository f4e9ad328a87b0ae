import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import { DAY, newestTime, timeOf } from "../../src/facts/catalog/listing-time.ts";
import type { HeldObject } from "../../src/facts/cloud.ts";
import type { Intake } from "../../src/intake/artefact.ts";

/** Days after which a scrubber that runs would have taken the object away. */
const OVERDUE_DAYS = 7;

export const orphanPendingDelete = defineRule({
  id: "lifecycle/orphan-pending-delete",
  title: "Objects of images that wait for the scrubber are no orphans",
  severity: "low",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["object-join"],
  messages: {
    pending: "{count} of deleted images, waiting for glance-scrubber: leave them to it",
    overdue: "{count} of images deleted more than a week ago, still waiting: glance-scrubber does not free them",
  },
  why: "With delayed_delete the API hides a deleted image at once, but its row stays pending_delete until the scrubber has removed the bytes. Removing the object by hand races the scrubber and takes away the way back (glance-scrubber --restore). An object that waits for a week holds space that nobody counts.",
  wrong: "$ rbd rm images/71c3…   (images.status = 'pending_delete')",
  right: "$ glance-scrubber --config-file /etc/glance/glance-scrubber.conf   (or restore: --restore 71c3…)",
  silentWhen: ["no row of the database is pending_delete", "only the API was listed: it never shows such images"],
  sources: [
    "openstack/glance glance/scrubber.py Scrubber.run",
    "openstack/glance glance/db/sqlalchemy/api.py image_get_all (deleted rows are filtered)",
  ],
  *check({ join, intake }) {
    const held = join?.held.filter(({ reason }) => reason === "pending-delete") ?? [];
    const late = held.filter((object) => isOverdue(intake, object));
    const overdue = heldReport(late);
    if (overdue) yield { message: "overdue", severity: "medium", ...overdue };
    const pending = heldReport(held.filter((object) => !late.includes(object)));
    if (pending) yield { message: "pending", ...pending };
  },
});

function isOverdue(intake: Intake, { name }: HeldObject): boolean {
  const newest = newestTime(intake);
  const deleted = timeOf(intake.images.find(name)?.updatedAt);
  return newest !== null && deleted !== null && newest - deleted > OVERDUE_DAYS * DAY;
}
