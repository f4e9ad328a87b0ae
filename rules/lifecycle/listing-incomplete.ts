import { objectName } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";
import type { Catalog, Cloud } from "../../src/facts/cloud.ts";
import { percent, plural } from "../../src/units.ts";

/** Share of a pool's objects without an image, above which the listing is more suspect than the objects. */
const TOO_MANY = 0.2;
const ENOUGH_OBJECTS = 10;

export const listingIncomplete = defineRule({
  id: "lifecycle/listing-incomplete",
  title: "The image listing cannot prove that a store object is an orphan",
  severity: "high",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["object-join"],
  messages: {
    incomplete: "The image listing lacks {gaps}: {count} without an image may belong to living images",
    unproved:
      "Nothing shows that the image listing holds every visibility and hidden images: {count} without an image in it",
    shared: "Another Glance uses the same Ceph: {count} without an image may be its images",
    share: "{count} of {all} ({share}) without an image in the listing: it is probably not the listing of this pool",
  },
  why: "A plain image list, even of an administrator, leaves out hidden images and community images of other projects, and one page is not the catalogue. Their objects then look unused. Whoever deletes by such a list deletes images that are in use.",
  wrong: "openstack image list --long > images.txt",
  right:
    "GET /v2/images?visibility=all&os_hidden=false&limit=1000&sort=created_at:asc,id:asc   (all pages)\nGET /v2/images?visibility=all&os_hidden=true&limit=1000&sort=created_at:asc,id:asc    (all pages)",
  remedy: "list again as an administrator, every visibility, hidden images too, all pages",
  silentWhen: [
    "every object has an image in the listing",
    "the listing shows all visibilities, hidden images and its last page",
    "no store objects were listed: then nobody speaks of orphans",
  ],
  sources: [
    "openstack/glance glance/db/sqlalchemy/api.py _image_get_all (community images of other projects need visibility=all)",
    "openstack/glance glance/api/v2/images.py RequestDeserializer.index (os_hidden is false when it is not asked for)",
    "judgement: more than 20 % of a pool without images points at the wrong listing",
  ],
  *check({ join, catalog, words, objects }) {
    if (!join || join.candidateCount === 0) return;
    const at = catalog?.at ?? join.candidates[0]?.at ?? { file: "image list", line: null };
    const base = { option: "image list", at, objects: join.candidates.slice(0, 20).map(objectName) };
    const count = plural(join.candidateCount, "object");
    const gaps = catalog ? gapsOf(catalog) : [];
    if (gaps.length > 0) yield { ...base, message: "incomplete", data: { gaps: gaps.join(" and "), count } };
    else if (catalog && unproved(catalog)) yield { ...base, message: "unproved", severity: "medium", data: { count } };
    if (words.multipleGlances) yield { ...base, message: "shared", data: { count } };
    const all = heads(objects, join.pools);
    if (all >= ENOUGH_OBJECTS && join.candidateCount > all * TOO_MANY) {
      yield {
        ...base,
        message: "share",
        data: { count: join.candidateCount, all: plural(all, "object"), share: percent(join.candidateCount, all) },
      };
    }
  },
});

function gapsOf({ reach }: Catalog): string[] {
  return [
    ...(reach.allVisibilities === false ? ["community images of other projects"] : []),
    ...(reach.hidden === "excluded" ? ["hidden images"] : []),
    ...(reach.hidden === "only" ? ["images that are not hidden"] : []),
    ...(reach.cutOff ? ["further pages"] : []),
  ];
}

const unproved = ({ reach }: Catalog): boolean => reach.allVisibilities === "unknown" || reach.hidden === "unknown";

function heads(objects: Cloud["objects"], pools: readonly string[]): number {
  let count = 0;
  for (const pool of pools) for (const row of objects.rows(pool)) if (row.snapshot === null) count++;
  return count;
}
