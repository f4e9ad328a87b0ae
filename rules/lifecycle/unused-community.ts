import { defineRule } from "../../src/check/rule.ts";
import { unusedFor } from "../../src/facts/catalog/boot-history.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { humanBytes, plural } from "../../src/units.ts";

const UNUSED_DAYS = 180;

export const unusedCommunity = defineRule({
  id: "lifecycle/unused-community",
  title: "Community images that nobody boots",
  severity: "low",
  part: "e",
  problem: "archive_candidates",
  needs: ["image-rows"],
  messages: {
    unused: "{count} ({bytes}) of visibility community without a boot for 180 days: review them with their owners",
  },
  why: "A community image is usable by everybody who knows its id and stands in nobody's default list, so it is forgotten. It takes storage and stays bootable without updates. Owners may be gone: ask, make it private or hide it first, and delete only after notice.",
  wrong: "$ openstack image list --community   (last boots two years ago)",
  right: "$ openstack image set --private <image>   (after asking its owner)",
  silentWhen: ["it was booted in that time, or a clone of it was seen", "it is protected", "it is younger than that"],
  sources: [
    "openstack/glance glance/db/sqlalchemy/api.py _image_get_all (community images are not in the default list)",
    "judgement: 180 days",
  ],
  consequenceOf: ["placement/archive-candidates"],
  *check({ catalog, intake }) {
    const images = catalog?.images;
    if (!images) return;
    if (images.fields.has("visibility") && !catalog.byVisibility?.["community"]) return;
    const unused = unusedFor(intake, UNUSED_DAYS);
    if (unused === null || !images.fields.has("visibility")) {
      yield { unchecked: ["visibility and boots of half a year per image"] };
      return;
    }
    const found = selectImages(
      images,
      (image) => image.visibility === "community" && image.protected !== true && unused(image),
    );
    const [first] = found.examples;
    if (!first) return;
    yield {
      message: "unused",
      option: "catalog",
      at: { file: first.file, line: first.line },
      objects: found.examples.map(({ id }) => id),
      data: { count: plural(found.count, "image"), bytes: humanBytes(found.bytes) },
    };
  },
});
