import { completeListing, image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { orphanHasChildren } from "./orphan-has-children.ts";

const pool = { "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }, { name: imageId(2) }]) };
const clone = (number: number) => rbdLong([{ name: `${imageId(80)}_disk`, parent: `images/${imageId(number)}@snap` }]);

testRule(orphanHasChildren, {
  silent: [
    {
      name: "the parent has an image",
      given: { ...completeListing([image(1)]), ...pool, "rbd-ls-l-vms.txt": clone(1) },
    },
    { name: "no clone was seen", given: { ...completeListing([image(1)]), ...pool } },
  ],
  reports: [
    {
      name: "a guest's disk is a clone of an object without an image",
      given: { ...completeListing([image(1)]), ...pool, "rbd-ls-l-vms.txt": clone(2) },
      expect: [
        {
          option: `images/${imageId(2)}`,
          problem: "has_children",
          severity: "high",
          file: "rbd-ls-l-images.txt",
          line: 4,
          part: "e",
        },
      ],
    },
    {
      name: "also when the listing is incomplete",
      given: { "images.json": page([image(1)], "limit=20"), ...pool, "rbd-ls-l-volumes.txt": clone(2) },
      expect: [{ option: `images/${imageId(2)}`, severity: "high" }],
    },
  ],
  unchecked: [{ name: "no images were listed", given: pool }],
});
