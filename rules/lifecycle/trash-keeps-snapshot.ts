import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import { clonesSeen } from "../../src/facts/catalog/clones-seen.ts";
import { trashedData } from "../../src/facts/catalog/lost-data.ts";
import type { Intake } from "../../src/intake/artefact.ts";

export const trashKeepsSnapshot = defineRule({
  id: "lifecycle/trash-keeps-snapshot",
  title: "An entry of the trash still has a snapshot: no purge frees it",
  severity: "medium",
  part: "e",
  problem: "no_effect",
  needs: [],
  messages: {
    blocked: "{count} in the trash with a snapshot: rbd trash purge passes over it, prints 100 % and frees nothing",
  },
  why: "Moving an object to the trash leaves Glance's protected snapshot in place. rbd trash purge then skips it and still exits 0, and rbd trash rm --force fails with 39. Restore it, unprotect the snapshot (busy means that a clone exists: stop), remove the snapshot, then the object.",
  wrong: "$ rbd trash mv images/5b7c…\n$ rbd trash purge images   -> 100 % complete, nothing freed",
  right:
    "$ rbd trash restore -p images 11cbd255f841\n$ rbd snap unprotect images/5b7c…@snap && rbd snap rm images/5b7c…@snap\n$ rbd trash mv images/5b7c…",
  silentWhen: [
    "no snapshots of a trashed object were listed",
    "the trash is empty",
    "the entry is the data of an image that is there",
  ],
  sources: ["lab: Ceph 18, rbd trash purge and rbd trash rm --force on an image with a protected snapshot"],
  *check({ intake, join }) {
    const withSnapshot = objectsWithSnapshot(intake);
    const ids = new Map(
      intake.artefacts.flatMap((artefact) =>
        artefact.kind === "rbd-trash" ? artefact.entries.map(({ id, name }) => [name, id] as const) : [],
      ),
    );
    const living = trashedData({ intake, join });
    const { trash } = clonesSeen(intake);
    const report = heldReport(
      trash.filter(
        ({ name }) => !living.has(name) && (withSnapshot.has(name) || withSnapshot.has(ids.get(name) ?? name)),
      ),
    );
    if (report) yield { message: "blocked", ...report };
  },
});

/** Names and trash ids of objects for which `rbd snap ls` listed a snapshot. */
function objectsWithSnapshot({ artefacts, sources }: Intake): ReadonlySet<string> {
  const names = new Set<string>();
  for (const artefact of artefacts) {
    if (artefact.kind !== "rbd-snap" || artefact.snaps.length === 0) continue;
    const command = sources.find(({ name }) => name === artefact.file)?.command ?? "";
    const id = /--image-id[ =]+(\w+)/.exec(command)?.[1];
    const object = artefact.object?.slice(artefact.object.lastIndexOf("/") + 1);
    for (const name of [id, object]) if (name) names.add(name);
  }
  return names;
}
