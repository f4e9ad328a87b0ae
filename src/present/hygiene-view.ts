/** What of a review is told to somebody who gave listings alone: what is in the stores, not how they are configured. */
import type { Review } from "../design/schema.ts";
import { humanBytes, plural } from "../units.ts";

/** Questions whose answers are listings. */
const LISTINGS = new Set(["image-list", "rbd-ls"]);
const LISTING_RULES = /^(?:lifecycle|placement)\//;

/** The same review with a first line about the stores' content, and only the questions that more listings answer. */
export function hygieneView(review: Review): Review {
  return {
    ...review,
    verdict: { headline: headline(review), safeNow: [SAFE] },
    questions: review.questions.filter(({ id }) => LISTINGS.has(id)),
    unchecked: review.unchecked.filter(({ rule }) => LISTING_RULES.test(rule)),
  };
}

const SAFE =
  "Reading, listing, and a dry run of the reclamation script. Nothing is to be deleted from this answer alone.";

function headline({ inputs, questions, design: { e } }: Review): string {
  const { orphans, missing, duplicateGroups, reclaimableBytes } = e;
  const parts = [
    ...(orphans.length > 0
      ? [`${plural(orphans.length, "object")} without an image (at most ${humanBytes(reclaimableBytes)} to gain)`]
      : []),
    ...(missing.length > 0 ? [`${plural(missing.length, "image")} without data`] : []),
    ...(duplicateGroups.length > 0 ? [`${plural(duplicateGroups.length, "group")} of images with the same bytes`] : []),
  ];
  if (parts.length > 0) return `${parts.join(", ")}.`;
  const side = questions.find(({ id }) => LISTINGS.has(id));
  return side
    ? "What could be reclaimed is not known: it takes the images and the objects of their stores together."
    : `Nothing to reclaim is shown by ${plural(inputs.length, "listing")}.`;
}
