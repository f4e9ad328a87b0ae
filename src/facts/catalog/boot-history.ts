/** Boots of single images, where the input tells of them. */
import type { BootCountsArtefact, Intake } from "../../intake/artefact.ts";
import type { ImageRow } from "../../intake/listings/image-table.ts";
import { clonesSeen } from "./clones-seen.ts";
import { incompleteParts } from "./listing-reach.ts";
import { DAY, newestTime, timeOf } from "./listing-time.ts";

export type ImageUse = (image: ImageRow) => boolean;

const countsOf = (intake: Intake): BootCountsArtefact[] =>
  intake.artefacts.filter((artefact): artefact is BootCountsArtefact => artefact.kind === "boot-counts");

/** Counts that were read to their end: only with them is an image that is not there one that nobody booted. */
export function wholeCounts(intake: Intake): BootCountsArtefact[] {
  const broken = incompleteParts(intake);
  return countsOf(intake).filter(({ file }) => !broken.has(file));
}

/** Images that a server or a volume names, as far as the input tells. */
function namedImages(intake: Intake): ReadonlySet<string> {
  const named = new Set<string>();
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "image-uses") continue;
    for (const { imageId, servers, volumeBackedServers, volumes } of artefact.uses)
      if (servers + volumeBackedServers + volumes > 0) named.add(imageId);
  }
  return named;
}

/**
 * A test for images that nobody booted within `days`, that no server or volume names and from which no clone was seen; null where the input has no boot
 * history of that length. An image younger than that is never unused, as far as its age is known.
 */
export function unusedFor(intake: Intake, days: number): ImageUse | null {
  const lists = wholeCounts(intake).filter(({ periodDays }) => periodDays !== null && periodDays >= days);
  const named = namedImages(intake);
  const byField = intake.images.fields.has("lastBootAt");
  if (lists.length === 0 && !byField) return null;
  const booted = new Map<string, string | null>();
  for (const { boots } of countsOf(intake))
    for (const { imageId, boots: count, lastBootAt } of boots) if (count > 0) booted.set(imageId, lastBootAt);
  const newest = newestTime(intake);
  const old = (text: string | null | undefined): boolean | null => {
    const time = timeOf(text);
    return time === null || newest === null ? null : newest - time >= days * DAY;
  };
  const { hasChildren } = clonesSeen(intake);
  return (image) => {
    if (image.boots30d || named.has(image.id)) return false;
    const last = booted.get(image.id);
    // A count without a date may lie anywhere in its period.
    if (last !== undefined && old(last) !== true) return false;
    const shown = image.lastBootAt;
    if (shown && old(shown) !== true) return false;
    if (old(image.createdAt) === false) return false;
    if (lists.length === 0 && shown === undefined) return false;
    if (lists.length === 0 && !shown && old(image.createdAt) === null) return false;
    return !hasChildren(null, image.id);
  };
}

/** Boots of each image in 30 days, from counts over about that time or from the listing; null where nothing tells. */
export function monthlyBoots(intake: Intake): ReadonlyMap<string, number> | null {
  const lists = wholeCounts(intake).filter(({ periodDays }) => periodDays !== null && periodDays > 0);
  const boots = new Map<string, number>();
  const period = lists[0]?.periodDays;
  if (period) {
    for (const list of lists.filter(({ periodDays }) => periodDays === period))
      for (const { imageId, boots: count } of list.boots)
        boots.set(imageId, (boots.get(imageId) ?? 0) + (count * 30) / period);
    return boots;
  }
  if (!intake.images.fields.has("boots30d")) return null;
  for (const { id, boots30d } of intake.images.rows()) if (boots30d) boots.set(id, boots30d);
  return boots;
}
