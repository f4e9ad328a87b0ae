import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { dataMissing } from "./data-missing.ts";

const located = (number: number) =>
  image(number, {
    direct_url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(number)}/snap`,
    locations: [{ url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(number)}/snap`, metadata: {} }],
  });
const numbers = [1, 2, 3, 4, 5, 6];
const images = completeListing(numbers.map(located));
const pool = (present: readonly number[]) => ({
  "rbd-ls-l-images.txt": rbdLong(present.map((number) => ({ name: imageId(number) }))),
});

testRule(dataMissing, {
  silent: [
    { name: "every object is there", given: { ...images, ...pool(numbers) } },
    { name: "no location is shown", given: { ...completeListing(numbers.map((one) => image(one))), ...pool([1, 2]) } },
  ],
  reports: [
    {
      name: "one object is gone",
      given: { ...images, ...pool([1, 2, 3, 4, 5]) },
      expect: [{ option: "image location", problem: "wrong_target", severity: "high", objects: [imageId(6)] }],
    },
    {
      name: "the data lies in the trash, where a purge would destroy it",
      given: { ...images, ...pool([1, 2, 3, 4, 5]), "rbd-trash-ls-images.txt": `11cbd255f841 ${imageId(6)}` },
      expect: [{ option: "image location", severity: "high", objects: [imageId(6)] }],
    },
    {
      name: "another image has the same bytes",
      given: {
        ...completeListing(
          numbers.map((number) => ({ ...located(number), os_hash_algo: "sha512", os_hash_value: "ab".repeat(64) })),
        ),
        ...pool([1, 2, 3, 4, 5]),
      },
      expect: [{ option: "image location", severity: "high", objects: [imageId(6)] }],
    },
    {
      name: "a copy is gone and another is left",
      given: {
        ...completeListing([
          located(1),
          image(2, {
            locations: [
              { url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(2)}/snap`, metadata: {} },
              { url: `file:///srv/images/${imageId(2)}`, metadata: {} },
            ],
          }),
        ]),
        ...pool([1]),
      },
      expect: [{ option: "image location", severity: "medium", objects: [imageId(2)] }],
    },
    {
      name: "most objects are not in the listing",
      given: { ...images, ...pool([1]) },
      expect: [{ option: "image list", problem: "contradiction", severity: "medium" }],
    },
  ],
  unchecked: [{ name: "no store was listed", given: images }],
});
