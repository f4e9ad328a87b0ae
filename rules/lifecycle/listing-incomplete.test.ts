import { completeListing, image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { listingIncomplete } from "./listing-incomplete.ts";

const pool = (...numbers: number[]) => ({
  "rbd-ls-l-images.txt": rbdLong(numbers.map((number) => ({ name: imageId(number) }))),
});
const option = "image list";
const shown = [image(1), image(2)];

testRule(listingIncomplete, {
  silent: [
    { name: "every object has an image", given: { "images.json": page(shown, "limit=100"), ...pool(1, 2) } },
    { name: "the listing is complete", given: { ...completeListing(shown), ...pool(1, 2, 3) } },
  ],
  reports: [
    {
      name: "neither community images nor hidden images are in it",
      given: { "images.json": page(shown, "limit=100"), ...pool(1, 2, 3) },
      expect: [
        {
          option,
          problem: "orphan_claim_unsafe",
          severity: "high",
          file: "images.json",
          part: "e",
          objects: [`images/${imageId(3)}`],
        },
      ],
    },
    {
      name: "the hidden pass is missing",
      given: { "images.json": page(shown, "visibility=all"), ...pool(1, 2, 3) },
      expect: [{ option, severity: "high" }],
    },
    {
      name: "a listing that does not show how it was made",
      given: { "images.json": JSON.stringify([shown[0], shown[1]]), ...pool(1, 2, 3) },
      expect: [{ option, severity: "medium" }],
    },
    {
      name: "another Glance uses the same pool",
      given: {
        ...completeListing(shown),
        ...pool(1, 2, 3),
        "request.md": "Which objects are orphans? We run two regions on the same Ceph pool.",
      },
      expect: [{ option, severity: "high" }],
    },
    {
      name: "half of the pool has no image",
      given: { ...completeListing(shown), ...pool(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) },
      expect: [{ option, severity: "high" }],
    },
  ],
  unchecked: [{ name: "no store was listed", given: { "images.json": page(shown) } }],
});
