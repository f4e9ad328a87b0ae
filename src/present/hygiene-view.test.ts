import { expect, test } from "vitest";
import { loadRules } from "../check/load-rules.ts";
import { completeListing, image, imageId, rbdLong } from "../check/test-listings.ts";
import { intake } from "../intake/intake.ts";
import { review } from "../review.ts";
import { hygieneView } from "./hygiene-view.ts";

const rules = await loadRules();
const headlineOf = (given: Readonly<Record<string, string>>): string =>
  hygieneView(
    review(intake(Object.entries(given).map(([name, text]) => ({ name, text, pasted: false }))), rules).review,
  ).verdict.headline;
const objects = { "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }, { name: imageId(2) }]) };
const images = completeListing([image(1), image(2)]);

test("of one side alone it is not said that nothing could be reclaimed", () => {
  expect(headlineOf(objects)).toContain("not known");
  expect(headlineOf({ ...objects, ...images })).toContain("Nothing to reclaim");
});
