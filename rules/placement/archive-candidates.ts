import { defineRule } from "../../src/check/rule.ts";
import { unusedFor } from "../../src/facts/catalog/boot-history.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import type { Intake } from "../../src/intake/artefact.ts";
import { humanBytes, percent, plural } from "../../src/units.ts";

const UNUSED_DAYS = 180;
/** Share of the catalogue from which unused images are its real cost, and from which they are worth a word. */
const COSTLY = 0.5;
const NOTABLE = 0.1;
const COSTLY_BYTES = 10 * 1024 ** 4;
const FEW = 3;

export const archiveCandidates = defineRule({
  id: "placement/archive-candidates",
  title: "Images that nobody boots take up the storage of those that are booted",
  severity: "low",
  part: "e",
  problem: "archive_candidates",
  needs: ["catalog"],
  messages: {
    figures: "{count} of {all} images ({share}) were not booted for a year: archive or delete after notice",
    hot: "{count} of {all} images ({share}) were not booted for a year; {hot} of the boots come from {top} images",
    rows: "{count} ({bytes}, {share}) without a boot for 180 days and without a clone: archive, or delete after notice",
  },
  why: "Every image is stored as many times as its pool has replicas, booted or not. Nothing in Glance moves or expires images: someone has to copy the unused ones to cheaper storage, or delete them after their owners agreed. A boot history says that nobody booted an image, not that nobody needs it for a rebuild or a rescue.",
  wrong: "12 TiB in the replicated pool, 9 TiB of it without a boot for a year",
  right:
    "$ openstack image set --deactivate <image>   (after notice; reactivate brings it back)\n$ openstack image import --method copy-image --store archive <image>",
  silentWhen: [
    "less than a tenth of the catalogue is unused",
    "no boot history of half a year was given: then it is unchecked",
    "protected images, and images that disks are clones of",
  ],
  sources: ["judgement: cold after 90 days, dead after 180; medium from half of the catalogue or 10 TiB"],
  *check({ catalog, intake }) {
    if (!catalog) return;
    if (catalog.origin === "statistics") yield* byFigures(catalog);
    else yield* byRows(catalog, intake);
  },
});

function* byFigures({ at, count, neverBooted365d: unused, boots }: Catalog) {
  if (unused === null || count === 0) {
    yield { unchecked: ["images without a boot for a year"] };
    return;
  }
  const share = unused / count;
  if (share < NOTABLE || unused < FEW) return;
  const { topImages } = boots;
  yield {
    message: topImages ? ("hot" as const) : ("figures" as const),
    severity: share >= COSTLY ? ("medium" as const) : ("low" as const),
    option: "catalog",
    at,
    data: {
      count: unused,
      all: count,
      share: percent(unused, count),
      hot: topImages ? `${topImages.sharePct} %` : "",
      top: topImages?.count ?? "",
    },
  };
}

function* byRows({ images, bytes, count }: Catalog, intake: Intake) {
  const unused = unusedFor(intake, UNUSED_DAYS);
  if (!images || unused === null) {
    yield { unchecked: ["boots of half a year per image"] };
    return;
  }
  const found = selectImages(
    images,
    (image) => image.status !== "queued" && image.size !== 0 && image.protected !== true && unused(image),
  );
  const [first] = found.examples;
  const share = bytes ? found.bytes / bytes : found.count / count;
  if (!first || found.count < FEW || share < NOTABLE) return;
  yield {
    message: "rows" as const,
    severity: share >= COSTLY || found.bytes >= COSTLY_BYTES ? ("medium" as const) : ("low" as const),
    option: "catalog",
    at: { file: first.file, line: first.line },
    objects: found.examples.map(({ id }) => id),
    data: {
      count: plural(found.count, "image"),
      bytes: bytes ? humanBytes(found.bytes) : "size unknown",
      share: `${percent(Math.round(share * 1000), 1000)} of the ${bytes ? "bytes" : "images"}`,
    },
  };
}
