/** What all image listings of a case reach together: pages of one query, and a hidden pass beside a shown one. */
import type { ImageListArtefact, Intake, ListingReach } from "../../intake/artefact.ts";
import type { SnapshotOrigin, SnapshotPart } from "../../intake/snapshot/manifest.ts";

/** Files of snapshots whose collector says that something is missing from them. */
export function incompleteParts({ artefacts }: Pick<Intake, "artefacts">): ReadonlySet<string> {
  return new Set([...partsOf(artefacts)].flatMap(([file, { complete }]) => (complete ? [] : [file])));
}

const LISTS_CLONES = /^(?:rbd ls|ceph osd pool ls)\b/;

/** A pool that a collector could not list to its end, passed over, or did not know of, may hold clones of any object. */
export function hidesClones({ artefacts }: Pick<Intake, "artefacts">): boolean {
  const parts = [...partsOf(artefacts).values()];
  if (!parts.some(({ from }) => from === "ceph")) return false;
  // a collector that did not ask which pools there are cannot have listed them all
  if (!artefacts.some(({ kind }) => kind === "ceph-pools")) return true;
  const listed = new Set(artefacts.flatMap((one) => (one.kind === "rbd-ls" && one.pool !== null ? [one.pool] : [])));
  // an empty pool prints nothing that could be recognised
  for (const { command, complete } of parts) {
    const pool = complete ? /^rbd ls\b.*\s(\S+)$/.exec(command ?? "")?.[1] : undefined;
    if (pool) listed.add(pool);
  }
  const passedOver = artefacts.some(
    (one) =>
      one.kind === "ceph-pools" &&
      one.pools.some(({ name, application }) => application === "rbd" && !listed.has(name)),
  );
  const broken = parts.some(
    ({ from, complete, command }) => from === "ceph" && !complete && (command === null || LISTS_CLONES.test(command)),
  );
  return passedOver || broken;
}

/** Where a file of a snapshot comes from; undefined for what stands in none. */
export function originsOf({ artefacts }: Pick<Intake, "artefacts">): (file: string) => SnapshotOrigin | undefined {
  const parts = partsOf(artefacts);
  return (file) => parts.get(file)?.from;
}

/** The parts of all snapshots, by the names under which their files were read. */
function partsOf(artefacts: Intake["artefacts"]): Map<string, SnapshotPart> {
  const parts = new Map<string, SnapshotPart>();
  for (const artefact of artefacts) {
    if (artefact.kind !== "snapshot") continue;
    // several snapshots at once have a name before those of their files
    const before = artefact.file.slice(0, artefact.file.lastIndexOf("/") + 1);
    for (const part of artefact.manifest.parts) parts.set(before + part.file, part);
  }
  return parts;
}

type Pass = Pick<ListingReach, "allVisibilities" | "hidden" | "cutOff">;

/** The marker that a page was asked with, where its command shows it; null for the first page. */
function markerOf(command: string | undefined): string | null | undefined {
  if (command === undefined || !/\/v2\/images/.test(command)) return undefined;
  return /[?&]marker=([^&'"\s]+)/.exec(command)?.[1] ?? null;
}

function nextMarker(next: string): string | undefined {
  return /[?&]marker=([^&]+)/.exec(next)?.[1];
}

/**
 * True if pages of one query, spread over sources, are all there: the last one is, and each `next` link leads to another
 * of them. Where no command tells a page's marker, a missing page in the middle cannot be seen.
 */
function wholeChain(pages: readonly ImageListArtefact[], commandOf: ReadonlyMap<string, string>): boolean {
  const nexts = pages.map(({ reach }) => reach.pages?.next ?? null);
  if (!nexts.includes(null)) return false;
  const wanted = new Set(nexts.flatMap((next) => (next === null ? [] : [nextMarker(next)])));
  const starts = pages.map(({ file }) => markerOf(commandOf.get(file)));
  if (starts.includes(undefined)) return wanted.size < pages.length;
  return starts.includes(null) && [...wanted].every((marker) => marker !== undefined && starts.includes(marker));
}

function passesOf(intake: Intake): Pass[] {
  const passes: Pass[] = [];
  const byQuery = new Map<string, ImageListArtefact[]>();
  const commandOf = new Map(
    intake.sources.flatMap(({ name, command }) => (command === undefined ? [] : [[name, command] as const])),
  );
  const broken = incompleteParts(intake);
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "image-list" && artefact.kind !== "images-sql") continue;
    const { pages } = artefact.reach;
    if (broken.has(artefact.file)) passes.push({ ...artefact.reach, cutOff: true });
    else if (pages === undefined) passes.push(artefact.reach);
    else byQuery.set(pages.query, [...(byQuery.get(pages.query) ?? []), artefact]);
  }
  for (const pages of byQuery.values()) {
    const first = pages[0];
    if (first === undefined) continue;
    // A single source may hold all pages, or be the last one of which the others were not given.
    const whole = wholeChain(pages, commandOf) && (pages.length > 1 || !first.reach.cutOff);
    passes.push({ ...first.reach, cutOff: !whole });
  }
  return passes;
}

const rank = ({ allVisibilities, cutOff }: Pass): number =>
  (cutOff ? 0 : 4) + (allVisibilities === true ? 2 : allVisibilities === "unknown" ? 1 : 0);

/** The pass that proves most, or undefined. */
function best(passes: readonly Pass[]): Pass | undefined {
  return passes.reduce<Pass | undefined>(
    (found, pass) => (found === undefined || rank(pass) > rank(found) ? pass : found),
    undefined,
  );
}

/**
 * Joins the reach of all listings: complete only if one pass shows every visibility of the images that are not hidden,
 * and one every visibility of the hidden ones. A pass of the whole database is both. Single shown images are no listing.
 */
export function mergedReach(intake: Intake): ListingReach {
  const reach = joinedReach(intake);
  return brokenOff(intake) ? { ...reach, cutOff: true } : reach;
}

/**
 * A collector could not list all images: a dump of the database that lies beside does not mend that, it may be older than
 * the images that are not in the listing.
 */
function brokenOff(intake: Intake): boolean {
  const broken = incompleteParts(intake);
  return intake.artefacts.some(({ kind, file }) => kind === "image-list" && broken.has(file));
}

function joinedReach(intake: Intake): ListingReach {
  const passes = passesOf(intake);
  const shown = best(passes.filter(({ hidden }) => hidden === "included" || hidden === "excluded"));
  const hidden = best(passes.filter((pass) => pass.hidden === "included" || pass.hidden === "only"));
  const unknown = best(passes.filter((pass) => pass.hidden === "unknown"));
  if (shown === undefined && hidden === undefined) {
    return unknown
      ? { allVisibilities: unknown.allVisibilities, hidden: "unknown", cutOff: unknown.cutOff }
      : { allVisibilities: "unknown", hidden: "unknown", cutOff: false };
  }
  if (shown === undefined) {
    return {
      allVisibilities: unknown?.allVisibilities ?? hidden?.allVisibilities ?? "unknown",
      hidden: unknown ? "unknown" : "only",
      cutOff: (unknown ?? hidden)?.cutOff ?? false,
    };
  }
  if (hidden === undefined) {
    return { allVisibilities: shown.allVisibilities, hidden: "excluded", cutOff: shown.cutOff };
  }
  const both = [shown.allVisibilities, hidden.allVisibilities];
  return {
    allVisibilities: both.includes(false) ? false : both.includes("unknown") ? "unknown" : true,
    hidden: "included",
    cutOff: shown.cutOff || hidden.cutOff,
  };
}

/**
 * True if every live image is in listings that show what the API shows of it. Rows that only the database showed have its
 * columns alone; where the API was not asked at all, those are all there is.
 */
export function showsApiFields(intake: Intake): boolean {
  const asked = intake.artefacts.filter(({ kind }) => kind !== "images-sql");
  if (!asked.some(({ kind }) => kind === "image-list")) return true;
  return isComplete(mergedReach({ ...intake, artefacts: asked }));
}

/** True if every live image is in the listings: the condition of any statement about images that are not there. */
export function isComplete(reach: ListingReach): boolean {
  return reach.allVisibilities === true && reach.hidden === "included" && !reach.cutOff;
}

/**
 * True if the images table of the database was shown with its deleted rows, so that an image that waits for the scrubber
 * would have been seen.
 */
export function showsDeletedRows(intake: Intake): boolean {
  const broken = incompleteParts(intake);
  const dumps = intake.artefacts.filter(
    (artefact): artefact is ImageListArtefact =>
      artefact.kind === "images-sql" && isComplete(artefact.reach) && !broken.has(artefact.file),
  );
  if (dumps.length === 0) return false;
  const commands = new Map(intake.sources.map(({ name, command }) => [name, command]));
  const asked = dumps.some(({ file }) => {
    const command = commands.get(file);
    return command !== undefined && /\bselect\b/i.test(command) && !/\bdeleted\s*=\s*'?0/i.test(command);
  });
  if (asked) return true;
  const files = new Set(dumps.map(({ file }) => file));
  for (const image of intake.images.rows()) if (image.deletedRow === true && files.has(image.file)) return true;
  return false;
}
