import { defineRule } from "../../src/check/rule.ts";
import { imageState } from "../../src/facts/catalog/image-state.ts";
import { isComplete, originsOf } from "../../src/facts/catalog/listing-reach.ts";
import { DAY, newestTime, timeOf } from "../../src/facts/catalog/listing-time.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import type { FileListingArtefact } from "../../src/intake/artefact.ts";
import type { ImageRow } from "../../src/intake/listings/image-table.ts";
import { humanBytes, plural } from "../../src/units.ts";

/** A staging area is seldom larger than a system disk. */
const WORTH_WHILE = 100 * 1024 ** 3;
/** Files in staging begin with the id of their image; conversion and decompression add an ending. */
const STAGED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|[.-])/;

export const stagingDebris = defineRule({
  id: "lifecycle/staging-debris",
  title: "Files in the staging directory that no upload is working on",
  severity: "low",
  part: "e",
  problem: "stale_queued",
  needs: ["image-rows"],
  messages: {
    debris:
      "{count} ({bytes}) in the staging directory untouched for more than a day, of images that are not being imported",
  },
  why: "Import and copy put the image into the staging directory first, and take it away when they end. A worker that dies in between leaves the file, and nothing comes back for it. The directory fills until imports fail for want of room.",
  wrong: "$ ls -l /var/lib/glance/staging\n… 20G Nov  1 5b7c…   (the image has been active since November 1)",
  right: "$ mv 5b7c… /var/lib/glance/staging-aside/   (on the node that holds it; remove it when nobody asked)",
  remedy: "move the files aside on the node that holds them, and remove them when nothing asked for them",
  silentWhen: [
    "the image is being uploaded, imported or copied, and was touched within a day",
    "the file was written within a day of the newest time in the listings, or no times are shown",
    "no listed image has the name, and the image listing does not show all images",
    "the name is no image id",
  ],
  sources: [
    "openstack/glance glance/async_/flows/api_image_import.py _DeleteFromFS (the last task of an import)",
    "openstack/glance glance/async_/flows/plugins/image_conversion.py (staged file with an ending)",
    "judgement: a day",
  ],
  *check(cloud) {
    const { catalog, intake } = cloud;
    const images = catalog?.images;
    const newest = newestTime(intake);
    if (!images || newest === null) return;
    const showsAll = isComplete(catalog.reach);
    const isOld = (time: string | null | undefined): boolean => {
      const at = timeOf(time);
      return at !== null && newest - at > DAY;
    };
    const isIdle = (image: ImageRow | undefined): boolean => {
      if (image === undefined) return showsAll;
      const busy =
        imageState(image) === "in-flight" || Boolean(image.property("os_glance_importing_to_stores")?.trim());
      return !busy || isOld(image.updatedAt ?? image.createdAt);
    };
    const debris = stagingListings(cloud).flatMap(({ file, files }) =>
      files.flatMap(({ name, size, modifiedAt, line }) => {
        const id = STAGED.exec(name)?.[1];
        return id !== undefined && isOld(modifiedAt) && isIdle(images.find(id)) ? [{ name, size, file, line }] : [];
      }),
    );
    const [first] = debris;
    if (!first) return;
    const bytes = debris.reduce((sum, { size }) => sum + (size ?? 0), 0);
    yield {
      message: "debris",
      severity: bytes >= WORTH_WHILE ? "medium" : "low",
      option: "staging",
      at: { file: first.file, line: first.line },
      objects: debris.slice(0, 20).map(({ name }) => name),
      data: { count: plural(debris.length, "file"), bytes: humanBytes(bytes) },
    };
  },
});

/** Those that a collector took there, and pasted ones of the configured directory, or of one that is named so. */
function stagingListings({ glance, intake }: Cloud): FileListingArtefact[] {
  const originOf = originsOf(intake);
  const plain = (path: string): string => path.replace(/\/+$/, "");
  const configured = new Set(glance.flatMap(({ stagingPath }) => (stagingPath === null ? [] : [plain(stagingPath)])));
  return intake.artefacts.filter((artefact): artefact is FileListingArtefact => {
    if (artefact.kind !== "file-listing") return false;
    const origin = originOf(artefact.file);
    if (origin !== undefined && origin !== "operator") return origin === "staging";
    return artefact.directory === null
      ? /staging/i.test(artefact.file)
      : configured.has(plain(artefact.directory)) || /\/[^/]*staging[^/]*\/?$/i.test(artefact.directory);
  });
}
