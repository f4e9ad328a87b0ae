import { defineRule } from "../../src/check/rule.ts";
import { DAY, newestTime, timeOf } from "../../src/facts/catalog/listing-time.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

export const copiesUnfinished = defineRule({
  id: "lifecycle/copies-unfinished",
  title: "Copies of images to further stores that failed or came to a halt",
  severity: "medium",
  part: "e",
  problem: "stale_queued",
  needs: ["image-rows"],
  messages: {
    failed:
      "{count} active, but a store refused the copy (os_glance_failed_import): they are missing where they are expected",
    stalled:
      "{count} copying for more than a day (os_glance_importing_to_stores): the task died and holds lock and staging",
  },
  why: "An import or copy to several stores may end with some of them refused: the image is active, and slow or unusable at the sites whose store lacks it. A copy that does not end keeps its lock, so the next copy-image answers 409, and its staged file fills the staging area.",
  wrong: "status: active\nstores: central\nos_glance_failed_import: edge1",
  right: "$ openstack image import --method copy-image --store edge1 <image>\nstores: central,edge1",
  silentWhen: [
    "both properties are empty",
    "a copy began less than a day before the newest time in the listing",
    "the listing carries no properties: then it is unchecked",
  ],
  sources: [
    "openstack/glance glance/async_/flows/api_image_import.py _ImportToStore, ImportActionWrapper",
    "judgement: a day",
  ],
  *check({ catalog, intake }) {
    const images = catalog?.images;
    if (!images) return;
    if (!images.fields.has("properties")) {
      yield { unchecked: ["properties of the images (GET /v2/images)"] };
      return;
    }
    const newest = newestTime(intake);
    const failed = selectImages(images, (image) => Boolean(image.property("os_glance_failed_import")?.trim()));
    const stalled = selectImages(images, (image) => {
      if (!image.property("os_glance_importing_to_stores")?.trim()) return false;
      const touched = timeOf(image.updatedAt);
      return touched !== null && newest !== null && newest - touched > DAY;
    });
    for (const [message, found] of [["failed", failed] as const, ["stalled", stalled] as const]) {
      const [first] = found.examples;
      if (!first) continue;
      yield {
        message,
        option: found.count === 1 ? `image ${first.id}` : "catalog",
        at: { file: first.file, line: first.line },
        objects: found.examples.map(({ id }) => id),
        data: { count: `${plural(found.count, "image")} ${found.count === 1 ? "is" : "are"}` },
      };
    }
  },
});
