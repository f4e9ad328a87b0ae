/** When a paste was made, as far as the paste itself shows: there is no clock in the core. */
import type { Intake } from "../../intake/artefact.ts";

export const DAY = 86_400_000;

const ISO = /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/;
const known = new WeakMap<Intake, number | null>();

/**
 * Milliseconds since 1970 of a time as Glance, the database or Ceph print it; null for any other text. A time without a
 * zone counts as UTC, so that the answer does not depend on the machine.
 */
export function timeOf(text: string | null | undefined): number | null {
  if (!text) return null;
  const trimmed = text.trim();
  const zoned = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(trimmed);
  const sql = /^\d{4}-\d\d-\d\d \d/.test(trimmed) ? trimmed.replace(" ", "T") : trimmed;
  const time = Date.parse(zoned ? sql : /^\d{4}-\d\d-\d\dT/.test(sql) ? `${sql}Z` : `${sql} UTC`);
  return Number.isNaN(time) ? null : time;
}

/**
 * The newest time that any listing shows: the paste is not older than that. An age against it is therefore never more
 * than the true one. Null where no listing carries times.
 */
export function newestTime(intake: Intake): number | null {
  const found = known.get(intake);
  if (found !== undefined) return found;
  let newest: number | null = null;
  let last = "";
  const see = (text: string | null | undefined): void => {
    // Texts of one form sort like their times: most of a million need not be parsed.
    if (!text || (text.length === last.length && ISO.test(text) && ISO.test(last) && text <= last)) return;
    const time = timeOf(text);
    if (time === null || (newest !== null && time <= newest)) return;
    newest = time;
    last = text;
  };
  const { fields } = intake.images;
  if (fields.has("createdAt") || fields.has("updatedAt") || fields.has("lastBootAt")) {
    for (const image of intake.images.rows()) {
      see(image.updatedAt ?? image.createdAt);
      see(image.lastBootAt);
    }
  }
  for (const artefact of intake.artefacts) {
    if (artefact.kind === "boot-counts") for (const { lastBootAt } of artefact.boots) see(lastBootAt);
    if (artefact.kind === "rbd-info") for (const { createdAt } of artefact.objects) see(createdAt);
    if (artefact.kind === "snapshot") see(artefact.manifest.endedAt);
    if (artefact.kind === "rbd-trash") for (const { deletedAt } of artefact.entries) see(deletedAt);
  }
  known.set(intake, newest);
  return newest;
}
