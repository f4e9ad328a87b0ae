/** The files of a file store against the images. */
import type { FileListingArtefact, Intake } from "../../intake/artefact.ts";
import { isUuid } from "../../intake/listings/hex-index.ts";
import { parseLocation } from "../../intake/listings/location.ts";
import type { Position } from "../../intake/source.ts";
import { imageState } from "./image-state.ts";
import { incompleteParts, originsOf } from "./listing-reach.ts";
import { hold, type JoinWork, keep, miss, offer, type StorePlaces } from "./store-objects.ts";

export type ListedDirectory = {
  /** null where no listing tells it. */
  path: string | null;
  store: string | null;
  files: ReadonlyMap<string, { size: number | null; at: Position }>;
};

const plainPath = (path: string): string => path.replace(/\/+$/, "");

/**
 * The listed directories that belong to file stores: those of the configuration, else those whose files are mostly named
 * like images. Several listings of one directory are one.
 */
export function directoriesToJoin(intake: Intake, places: StorePlaces["directories"]): ListedDirectory[] {
  const originOf = originsOf(intake);
  const byPath = new Map<string | null, FileListingArtefact[]>();
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "file-listing" || (originOf(artefact.file) ?? "file-store") !== "file-store") continue;
    const path = artefact.directory === null ? null : plainPath(artefact.directory);
    byPath.set(path, [...(byPath.get(path) ?? []), artefact]);
  }
  const directories = [...byPath].map(([path, listings]): ListedDirectory => {
    const store = places.find((place) => place.path === path)?.store ?? null;
    return { path, store, files: filesOf(listings) };
  });
  const configured = directories.filter(({ store }) => store !== null);
  return configured.length > 0 ? configured : directories.filter((directory) => mostlyImages(intake, directory));
}

function filesOf(listings: readonly FileListingArtefact[]): ListedDirectory["files"] {
  const files = new Map<string, { size: number | null; at: Position }>();
  for (const { file, files: rows } of listings) {
    for (const { name, size, line } of rows) {
      const known = files.get(name);
      if (known === undefined) files.set(name, { size, at: { file, line } });
      else known.size ??= size;
    }
  }
  return files;
}

function mostlyImages({ images }: Intake, { files }: ListedDirectory): boolean {
  const known = [...files.keys()].filter((name) => images.ids.find(name) >= 0).length;
  return known * 2 > files.size;
}

/** Sorts every file: referenced, held with its reason, or a candidate; then looks for images whose file is not there. */
export function joinDirectory(work: JoinWork, directory: ListedDirectory): void {
  const { tally, references, intake, common } = work;
  for (const [name, { size, at }] of directory.files) {
    tally.objectCount++;
    const object = { kind: "file" as const, pool: null, name, at };
    const claim = references.file(name, intake.images.ids.find(name));
    if (claim === "referenced") continue;
    if (!isUuid(name)) {
      keep(tally.notUuid, name);
      hold(work, { ...object, reason: "not-uuid" });
    } else if (claim !== "free") hold(work, { ...object, reason: claim });
    else {
      const bytesAre = size === null ? "unknown" : "used";
      offer(work, { ...object, bytes: size, bytesAre, missingProof: common });
    }
  }
  missFiles(work, directory);
}

function missFiles(work: JoinWork, { path, store, files }: ListedDirectory): void {
  const broken = incompleteParts(work.intake);
  if (path === null || [...files.values()].some(({ at }) => broken.has(at.file))) return;
  for (const image of work.intake.images.rows()) {
    const urls = image.locations ?? (image.directUrl ? [image.directUrl] : []);
    for (const url of urls) {
      if (!url.startsWith("file:")) continue;
      const file = parseLocation(url).path;
      const slash = file?.lastIndexOf("/") ?? -1;
      if (!file || plainPath(file.slice(0, slash)) !== path || files.has(file.slice(slash + 1))) continue;
      if (imageState(image) === "settled" && image.status !== "deactivated") miss(work, image.index, store);
    }
  }
}
