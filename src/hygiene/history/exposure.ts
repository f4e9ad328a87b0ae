/** Who sees an image and who may delete it, as one number, so that drift between two snapshots is seen. */
import { liveImages } from "../../facts/catalog/image-state.ts";
import { showsApiFields } from "../../facts/catalog/listing-reach.ts";
import type { Cloud } from "../../facts/cloud.ts";
import type { ImageRow } from "../../intake/listings/image-table.ts";
import { EMPTY_LEDGER, ledgerOf } from "./ledger.ts";
import type { SnapshotRecord } from "./record.ts";

const VISIBILITIES = ["private", "shared", "community", "public"] as const;
const PROTECTED = 4;
const HIDDEN = 8;

/** 0: private, neither protected nor hidden. */
export function exposureValue({
  visibility,
  protected: kept,
  hidden,
}: Pick<ImageRow, "visibility" | "protected" | "hidden">): number {
  const seen = Math.max(0, VISIBILITIES.indexOf((visibility ?? "") as (typeof VISIBILITIES)[number]));
  return seen + (kept === true ? PROTECTED : 0) + (hidden === true ? HIDDEN : 0);
}

/** What changed, in plain words: "became public", "lost its protection". */
export function exposureChanges(before: number, after: number): string[] {
  const seen = VISIBILITIES[after % PROTECTED] ?? "private";
  const had = (bit: number): boolean => (before & bit) !== 0;
  const has = (bit: number): boolean => (after & bit) !== 0;
  return [
    ...(before % PROTECTED === after % PROTECTED ? [] : [`became ${seen}`]),
    ...(had(PROTECTED) === has(PROTECTED) ? [] : [has(PROTECTED) ? "became protected" : "lost the protection"]),
    ...(had(HIDDEN) === has(HIDDEN) ? [] : [has(HIDDEN) ? "became hidden" : "is hidden no more"]),
  ];
}

/** `whole`: all images were listed. Shown only where the API told the three fields of each. */
export function exposureOf(
  { catalog, intake }: Cloud,
  whole: boolean,
): Pick<SnapshotRecord, "exposure" | "exposureShown"> {
  const images = catalog?.images;
  const told = images && whole && showsApiFields(intake) && EXPOSURE.every((field) => images.fields.has(field));
  if (!told) return { exposure: EMPTY_LEDGER, exposureShown: "not-shown" };
  const entries = liveImages(images)
    .map((image): [string, number] => [image.id, exposureValue(image)])
    .filter(([, value]) => value > 0);
  return { exposure: ledgerOf(entries), exposureShown: "whole" };
}

const EXPOSURE = ["visibility", "protected", "hidden"] as const;
