import { objectName } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import type { OrphanProof } from "../../src/facts/cloud.ts";
import { humanBytes, plural } from "../../src/units.ts";

const PROOFS: Readonly<Record<OrphanProof, string>> = {
  "complete-listing": "a complete listing",
  "database-row": "the database rows",
  "no-other-glance": "that no other Glance uses the pool",
  "children-all": "rbd children --all",
  age: "their age",
  watchers: "their watchers",
  "fresh-listing": "a second listing",
};
/** Bytes from which space that nobody refers to costs money now. */
const WORTH_WHILE = 1024 ** 4;

export const orphanCandidates = defineRule({
  id: "lifecycle/orphan-candidates",
  title: "Store objects without an image in the listings: candidates, not yet orphans",
  severity: "low",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["object-join"],
  messages: {
    candidates: "{count} ({bytes}) without an image in the listings; still to be shown: {missing}",
    proved: "{count} ({bytes}) without an image in the listings, and every proof was shown: quarantine, then release",
  },
  why: "An object that no listed image refers to may be left over from a failed delete. It may just as well belong to an image that waits for the scrubber, to an upload under way, or to another Glance. The bytes are what it frees at most: clones and thin provisioning make it less.",
  wrong: "$ rbd ls images\n0f7e…   (no image of that id)\n$ rbd rm images/0f7e…",
  right:
    "$ rbd children --all images/0f7e…   (nothing)\n$ rbd status images/0f7e…           (no watcher)\n$ rbd trash mv images/0f7e… --expires-at '14 days'",
  silentWhen: ["every object has an image, is held by a clone, or waits for the scrubber", "its name is no image id"],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.add (the object is named by the image id)",
    "lab: a quarantined image keeps its protected snapshot; rbd trash purge passes over it",
  ],
  consequenceOf: ["lifecycle/listing-incomplete"],
  *check({ join }) {
    const first = join?.candidates[0];
    if (!join || !first) return;
    const missing = [...new Set(join.candidates.flatMap(({ missingProof }) => missingProof))];
    const bytes = join.candidateBytes;
    yield {
      message: missing.length === 0 ? "proved" : "candidates",
      ...(bytes !== null && bytes >= WORTH_WHILE ? { severity: "medium" as const } : {}),
      option: objectName(first),
      at: first.at,
      objects: join.candidates.slice(0, 20).map(objectName),
      data: {
        count: plural(join.candidateCount, "object"),
        bytes: bytes === null ? "size unknown" : `at most ${humanBytes(bytes)}`,
        missing: shortList(missing.map((proof) => PROOFS[proof])),
      },
    };
  },
});

const shortList = (items: readonly string[]): string =>
  items.length <= 3 ? items.join(", ") : `${items.slice(0, 3).join(", ")} and ${items.length - 3} more`;
