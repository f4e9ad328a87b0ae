import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { snapshotMissing } from "./snapshot-missing.ts";

const images = completeListing([1, 2, 3, 4, 5].map((number) => image(number)));
const pool = (without: readonly number[]) => ({
  "rbd-ls-l-images.txt": rbdLong(
    [1, 2, 3, 4, 5].map((number) => ({ name: imageId(number), snap: !without.includes(number) })),
  ),
});

testRule(snapshotMissing, {
  silent: [
    { name: "every object has its snapshot", given: { ...images, ...pool([]) } },
    {
      name: "an upload is under way",
      given: {
        ...completeListing([image(1), image(2, { status: "saving" })]),
        "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }, { name: imageId(2), snap: false }]),
      },
    },
  ],
  reports: [
    {
      name: "one image lost its snapshot",
      given: { ...images, ...pool([2]) },
      expect: [
        {
          option: `images/${imageId(2)}@snap`,
          problem: "unset_needed",
          severity: "high",
          file: "rbd-ls-l-images.txt",
          line: 4,
        },
      ],
    },
    {
      name: "most images lost it, one did not",
      given: { ...images, ...pool([1, 2, 3, 4]) },
      expect: [{ option: `images/${imageId(1)}@snap`, severity: "high" }],
    },
  ],
  unchecked: [{ name: "the listing was filtered", given: { ...images, ...pool([1, 2, 3, 4, 5]) } }],
});
