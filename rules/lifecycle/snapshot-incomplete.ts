import { defineRule } from "../../src/check/rule.ts";
import { plural } from "../../src/units.ts";

export const snapshotIncomplete = defineRule({
  id: "lifecycle/snapshot-incomplete",
  title: "A snapshot from which something is missing",
  severity: "low",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: [],
  messages: {
    parts: "{count} of the snapshot missing or cut short: nothing is concluded from what they do not show",
  },
  why: "A collector that met an error, a time limit or a missing right says so in the snapshot's manifest. What such a part does not show may be there all the same: no object of it is called an orphan, and no image is said to have lost its data.",
  wrong:
    '"complete": false, "problem": "the command ended with 1: rbd: listing images failed: (1) Operation not permitted"',
  right: '"complete": true, "problem": null',
  remedy: "read the problem of each part in snapshot.json, mend it, and collect again",
  silentWhen: ["every part is whole", "what was given is no snapshot"],
  sources: ["judgement: absence from a listing that broke off proves nothing"],
  *check({ intake }) {
    for (const artefact of intake.artefacts) {
      if (artefact.kind !== "snapshot") continue;
      const broken = artefact.manifest.parts.filter(({ complete }) => !complete);
      if (broken.length === 0) continue;
      yield {
        message: "parts",
        option: "snapshot",
        at: { file: artefact.file, line: null },
        objects: broken.slice(0, 20).map(({ file }) => file),
        data: { count: `${plural(broken.length, "part")}` },
      };
    }
  },
});
