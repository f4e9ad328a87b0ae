/** How complete all image listings are together. */
import type { ImageListArtefact, Intake, ListingReach } from "../../intake/artefact.ts";

/** Several passes add up: a pass over hidden images and one over the others hold both. An SQL dump of the table holds everything. */
export function mergedReach(intake: Intake): ListingReach {
  const listings = intake.artefacts.filter(
    (artefact): artefact is ImageListArtefact =>
      artefact.kind === "image-list" || artefact.kind === "images-sql" || artefact.kind === "image-show",
  );
  if (listings.some(({ kind }) => kind === "images-sql"))
    return { allVisibilities: true, hidden: "included", cutOff: false };
  const lists = listings.filter(({ kind }) => kind === "image-list").map(({ reach }) => reach);
  if (lists.length === 0) return { allVisibilities: "unknown", hidden: "unknown", cutOff: listings.length > 0 };
  const visible = lists.filter(({ hidden }) => hidden !== "only");
  const hidden = lists.filter(({ hidden: pass }) => pass === "only" || pass === "included");
  const passes = [...visible, ...hidden];
  return {
    allVisibilities: worst(
      [visible, hidden]
        .filter((pass) => pass.length > 0)
        .map((pass) => best(pass.map(({ allVisibilities }) => allVisibilities))),
    ),
    hidden: hiddenOf(visible, hidden),
    cutOff: passes.some((reach) => reach.cutOff && !continued(reach, lists)),
  };
}

const best = (values: readonly (boolean | "unknown")[]): boolean | "unknown" =>
  values.includes(true) ? true : values.includes("unknown") ? "unknown" : false;
const worst = (values: readonly (boolean | "unknown")[]): boolean | "unknown" =>
  values.includes(false) ? false : values.includes("unknown") ? "unknown" : true;

function hiddenOf(visible: readonly ListingReach[], hidden: readonly ListingReach[]): ListingReach["hidden"] {
  if (hidden.some((reach) => reach.hidden === "included")) return "included";
  if (hidden.length > 0) return visible.length > 0 ? "included" : "only";
  return visible.some((reach) => reach.hidden === "unknown") ? "unknown" : "excluded";
}

/** A page whose `next` link is answered: another page of the same query ends it. */
function continued(reach: ListingReach, all: readonly ListingReach[]): boolean {
  if (!reach.pages?.next) return false;
  return all.some(({ pages }) => pages?.query === reach.pages?.query && pages?.next === null);
}
