import { objectName } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";
import { plural } from "../../src/units.ts";

export const delayedDeleteHidesImages = defineRule({
  id: "lifecycle/delayed-delete-hides-images",
  title: "With delayed_delete on, no API listing shows the images whose objects still wait",
  severity: "medium",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["glance", "object-join"],
  messages: {
    hidden: "delayed_delete is on: {count} without an image may wait for the scrubber, which only the database shows",
  },
  why: "A deleted image is pending_delete until the scrubber has removed its bytes. The API filters such rows for everybody, administrators included, so their objects look like orphans in every listing. Ask the database before any of them is called one.",
  wrong: "GET /v2/images?visibility=all   (compared with rbd ls images)",
  right: "select id, status, deleted_at from images where status = 'pending_delete'",
  silentWhen: [
    "delayed_delete is off",
    "rows of the database were given, deleted ones included",
    "every object has an image",
  ],
  sources: [
    "openstack/glance glance/db/sqlalchemy/api.py image_get_all (deleted rows are filtered)",
    "openstack/glance glance/domain/__init__.py Image.delete (pending_delete)",
  ],
  *check({ glance, join }) {
    const waiting = join?.candidates.filter(({ missingProof }) => missingProof.includes("database-row")) ?? [];
    if (!join || waiting.length === 0) return;
    for (const api of glance) {
      if (flag(api, "DEFAULT", "delayed_delete") !== true) continue;
      yield {
        message: "hidden",
        option: optionName(api, "DEFAULT", "delayed_delete"),
        at: placeOf(api, "DEFAULT", "delayed_delete"),
        ...scopeIn(glance, api),
        objects: waiting.slice(0, 20).map(objectName),
        data: { count: plural(join.candidateCount, "object") },
      };
    }
  },
});
