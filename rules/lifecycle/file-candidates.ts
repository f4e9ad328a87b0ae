import { defineRule } from "../../src/check/rule.ts";
import { imageReferences } from "../../src/facts/catalog/image-references.ts";
import { isComplete, originsOf } from "../../src/facts/catalog/listing-reach.ts";
import type { Catalog, Cloud } from "../../src/facts/cloud.ts";
import { storeSetting } from "../../src/facts/settings.ts";
import type { FileListingArtefact } from "../../src/intake/artefact.ts";
import { isUuid } from "../../src/intake/listings/hex-index.ts";
import { humanBytes, plural } from "../../src/units.ts";

const WORTH_WHILE = 1024 ** 4;

export const fileCandidates = defineRule({
  id: "lifecycle/file-candidates",
  title: "Files in a store's directory without an image in the listing: candidates, not yet orphans",
  severity: "low",
  part: "e",
  problem: "orphan_claim_unsafe",
  needs: ["image-rows"],
  messages: {
    candidates:
      "{count} ({bytes}) in the store's directory without an image in the listing: candidates until the database agrees",
    incomplete:
      "{count} ({bytes}) without an image in a listing that does not show all: they may belong to living images",
  },
  why: "The file store names a file by the id of its image, so a file without an image may be left of a failed delete. It may as well belong to a hidden or community image, to one that waits for the scrubber, or to another Glance on the same share. Move it aside first; delete after a quarantine.",
  wrong: "$ cd /var/lib/glance/images && rm 0f7e…   (not in openstack image list)",
  right: "$ mv 0f7e… /var/lib/glance/quarantine/   (after a complete listing and a look into the database)",
  silentWhen: [
    "every file has an image, by its id or by a location",
    "the listed directory is not one of a store: staging and cache have files of their own",
    "the name is no image id",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/filesystem.py Store.add (the file is named by the image id)",
    "openstack/glance glance/db/sqlalchemy/api.py _image_get_all",
  ],
  *check(cloud) {
    const { catalog, intake } = cloud;
    const originOf = originsOf(intake);
    const listings = intake.artefacts.filter(
      (artefact): artefact is FileListingArtefact =>
        artefact.kind === "file-listing" &&
        (originOf(artefact.file) ?? "file-store") === "file-store" &&
        isStoreDirectory(artefact, cloud),
    );
    if (!catalog?.images || listings.length === 0) return;
    const references = imageReferences(intake);
    const free = new Map<string, { at: { file: string; line: number }; size: number }>();
    for (const { file, files } of listings)
      for (const { name, size, line } of files) {
        const row = isUuid(name) ? catalog.images.ids.find(name) : -1;
        if (isUuid(name) && references.file(name, row) === "free")
          free.set(name, { at: { file, line }, size: size ?? 0 });
      }
    const [first] = free.values();
    if (!first) return;
    const bytes = [...free.values()].reduce((sum, { size }) => sum + size, 0);
    yield {
      message: unproved(catalog) ? "incomplete" : "candidates",
      severity: unproved(catalog) ? "high" : bytes >= WORTH_WHILE ? "medium" : "low",
      option: "image list",
      at: first.at,
      objects: [...free.keys()].slice(0, 20),
      data: { count: plural(free.size, "file"), bytes: humanBytes(bytes) },
    };
  },
});

const unproved = ({ reach }: Catalog): boolean =>
  !isComplete(reach) && (reach.allVisibilities === false || reach.hidden === "excluded" || reach.cutOff);

/** A listing without a directory counts, unless its name tells that it is of another one. */
function isStoreDirectory({ directory, file }: FileListingArtefact, { glance }: Cloud): boolean {
  if (directory === null) return !/staging|cache|task/i.test(file);
  const plain = directory.replace(/\/+$/, "");
  const own = glance.flatMap((api) =>
    api.stores
      .filter(({ type }) => type === "file")
      .flatMap((store) => [
        storeSetting(api, store, "filesystem_store_datadir").text ?? "",
        ...storeSetting(api, store, "filesystem_store_datadirs").texts.map((each) => each.replace(/:\d+$/, "")),
      ]),
  );
  return glance.length === 0
    ? !/staging|cache|task/i.test(plain)
    : own.some((path) => path.replace(/\/+$/, "") === plain);
}
