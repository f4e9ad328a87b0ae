import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { orphanInFlight } from "./orphan-in-flight.ts";

const images = completeListing([image(1), image(2, { status: "importing" })]);
const three = [{ name: imageId(1) }, { name: imageId(2), snap: false }, { name: imageId(3) }];

testRule(orphanInFlight, {
  silent: [
    {
      name: "every object is active",
      given: { ...completeListing([image(1)]), "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }]) },
    },
    {
      name: "nothing in the pool looks like an orphan",
      given: { ...images, "rbd-ls-l-images.txt": rbdLong(three.slice(0, 2)) },
    },
  ],
  reports: [
    {
      name: "an import is under way beside a candidate",
      given: { ...images, "rbd-ls-l-images.txt": rbdLong(three) },
      expect: [
        {
          option: `images/${imageId(2)}`,
          problem: "orphan_claim_unsafe",
          severity: "low",
          file: "rbd-ls-l-images.txt",
          line: 4,
        },
      ],
    },
    {
      name: "an object without an image has a writer",
      given: {
        ...completeListing([image(1)]),
        "rbd-ls-l-images.txt": rbdLong([
          { name: imageId(1) },
          { name: imageId(4), locked: true },
          { name: imageId(3) },
        ]),
      },
      expect: [{ option: `images/${imageId(4)}`, severity: "low" }],
    },
  ],
  unchecked: [{ name: "no store was listed", given: images }],
});
