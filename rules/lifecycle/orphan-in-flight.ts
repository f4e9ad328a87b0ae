import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";

export const orphanInFlight = defineRule({
  id: "lifecycle/orphan-in-flight",
  title: "Objects of images that are still being uploaded or copied are no orphans",
  severity: "low",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["object-join"],
  messages: {
    flight: "{count} may be an upload or a snapshot under way: judge only what two listings a day apart show",
  },
  why: "The object exists before the image becomes active: during an upload, an import, a copy to another store, and while Nova flattens a direct snapshot. A locked object has a writer. Deleting it breaks the upload; what a failed upload left goes away with the image record.",
  wrong: "$ rbd rm images/2b90…   (image queued since this morning)",
  right: "$ openstack image show 2b90… -c status -c updated_at   (again tomorrow)",
  silentWhen: [
    "nothing else in the pool is without an image: then nobody is looking for orphans",
    "the image is active, or gone",
  ],
  sources: [
    "openstack/glance glance/domain/__init__.py ImageStatusTransition (valid_state_targets)",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.direct_snapshot (clone and flatten before the location is known)",
  ],
  *check({ join }) {
    if (!join || join.candidateCount + join.withChildren.length === 0) return;
    const report = heldReport(join.held.filter(({ reason }) => reason === "in-flight"));
    if (report) yield { message: "flight", ...report };
  },
});
