/** Boots by image, from a list of counts or from the image listing itself, and the images that most boots come from. */
import type { Intake } from "../../intake/artefact.ts";
import type { Catalog } from "../cloud.ts";
import { wholeCounts } from "./boot-history.ts";
import { liveImages } from "./image-state.ts";

export type BootFacts = {
  boots: Catalog["boots"];
  hotSetBytes: number | null;
  neverBooted365d: number | null;
};

/** The images that make this share of the boots are the hot set. */
const HOT_SHARE = 0.8;
const TOP_IMAGES = 20;

type Counted = { periodDays: number | null; boots: Map<string, number> };

function counted(intake: Intake): Counted | null {
  const boots = new Map<string, number>();
  let periodDays: number | null = null;
  let lists = 0;
  for (const artefact of wholeCounts(intake)) {
    // A second list of another period would count the same boots again.
    if (lists > 0 && artefact.periodDays !== periodDays) continue;
    lists++;
    periodDays = artefact.periodDays;
    for (const { imageId, boots: count } of artefact.boots) boots.set(imageId, (boots.get(imageId) ?? 0) + count);
  }
  if (lists > 0) return { periodDays, boots };
  if (!intake.images.fields.has("boots30d")) return null;
  for (const image of liveImages(intake.images)) {
    const count = image.boots30d;
    if (count !== undefined && count !== null) boots.set(image.id, count);
  }
  return { periodDays: 30, boots };
}

/** Boot figures; null where neither a list of counts nor the image listing has any. */
export function bootFacts(intake: Intake): BootFacts | null {
  const found = counted(intake);
  if (found === null) return null;
  const { periodDays, boots } = found;
  const ranked = [...boots].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const total = ranked.reduce((sum, [, count]) => sum + count, 0);
  const top = ranked.slice(0, TOP_IMAGES).reduce((sum, [, count]) => sum + count, 0);
  return {
    boots: {
      periodDays,
      total,
      topImages:
        total === 0
          ? null
          : { count: Math.min(TOP_IMAGES, ranked.length), sharePct: Math.round((1000 * top) / total) / 10 },
    },
    hotSetBytes: hotSet(intake, ranked, total),
    neverBooted365d: periodDays !== null && periodDays >= 365 ? neverBooted(intake, boots) : null,
  };
}

function hotSet(intake: Intake, ranked: readonly [string, number][], total: number): number | null {
  let seen = 0;
  let bytes: number | null = null;
  for (const [id, count] of ranked) {
    if (seen >= total * HOT_SHARE || count === 0) break;
    seen += count;
    const size = intake.images.find(id)?.size;
    if (size !== undefined && size !== null) bytes = (bytes ?? 0) + size;
  }
  return bytes;
}

function neverBooted(intake: Intake, boots: ReadonlyMap<string, number>): number | null {
  if (intake.images.rowCount === 0) return null;
  let count = 0;
  for (const image of liveImages(intake.images)) if (!(boots.get(image.id) ?? 0)) count++;
  return count;
}
