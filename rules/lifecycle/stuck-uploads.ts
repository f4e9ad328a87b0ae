import { defineRule } from "../../src/check/rule.ts";
import { imageState } from "../../src/facts/catalog/image-state.ts";
import { DAY, newestTime, timeOf } from "../../src/facts/catalog/listing-time.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import type { ImageTable } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

const IN_BETWEEN = ["queued", "saving", "uploading", "importing"] as const;
/** Where no ages are known, so many of the catalogue cannot all be uploads of this minute. */
const FEW = 10;
const FEW_SHARE = 0.005;

export const stuckUploads = defineRule({
  id: "lifecycle/stuck-uploads",
  title: "Image records that never became active",
  severity: "low",
  part: "e",
  problem: "stale_queued",
  needs: ["catalog"],
  messages: {
    stuck: "{count} {words} for more than a day: what a broken upload left; delete them when their owners agree",
    figures: "{count} {words}: more than uploads of the moment; look at their age, delete what is older than a day",
  },
  why: "An upload or import that breaks off leaves its record behind. Records without data clutter every listing and count against image quotas; saving, uploading and importing may also hold a partial object or a file in the staging area. Deleting the image cleans both up.",
  wrong: "5b7c…  queued     created 2025-01-03\n6c8d…  importing  created 2025-01-04",
  right: "$ openstack image delete 5b7c… 6c8d…   (after asking their owners)",
  silentWhen: [
    "the record is less than a day older than the newest one in the listing",
    "no ages are shown and only a handful is in between",
  ],
  sources: [
    "openstack/glance glance/domain/__init__.py Image.valid_state_targets",
    "judgement: a day; without ages, 10 images and 0.5 % of the catalogue",
  ],
  *check({ catalog, intake }) {
    if (!catalog) return;
    const { images } = catalog;
    const dated = images && (images.fields.has("createdAt") || images.fields.has("updatedAt"));
    if (images?.fields.has("status") && dated) yield* byAge(images, newestTime(intake));
    else yield* byCount(catalog);
  },
});

function* byAge(images: ImageTable, newest: number | null) {
  const words = new Set<string>();
  const stuck = selectImages(images, (image) => {
    if (imageState(image) !== "in-flight" || newest === null) return false;
    const touched = timeOf(image.updatedAt ?? image.createdAt);
    const old = touched !== null && newest - touched > DAY;
    if (old) words.add(image.status ?? "queued");
    return old;
  });
  const [first] = stuck.examples;
  if (!first) return;
  yield {
    message: "stuck" as const,
    option: "catalog",
    at: { file: first.file, line: first.line },
    objects: stuck.examples.map(({ id }) => id),
    data: { count: plural(stuck.count, "image"), words: [...words].sort().join(", ") },
  };
}

function* byCount({ at, byStatus, count }: Catalog) {
  if (!byStatus) {
    yield { unchecked: ["status and created_at of the images (GET /v2/images)"] };
    return;
  }
  const seen = IN_BETWEEN.filter((status) => byStatus[status]);
  const sum = seen.reduce((total, status) => total + (byStatus[status] ?? 0), 0);
  if (sum < FEW || sum < count * FEW_SHARE) return;
  const words = seen.map((status) => `${byStatus[status]} ${status}`).join(", ");
  yield {
    message: "figures" as const,
    option: "catalog",
    at,
    data: { count: `${sum} of ${plural(count, "image")}`, words: `not active (${words})` },
  };
}
