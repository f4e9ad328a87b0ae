import { image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { duplicateHasClones } from "./duplicate-has-clones.ts";

const hash = { os_hash_algo: "sha512", os_hash_value: "ab".repeat(64) };
const images = { "images.json": page([image(1, hash), image(2, hash), image(3)]) };
const disks = (...parents: number[]) => ({
  "rbd-ls-l-vms.txt": rbdLong(
    parents.map((parent, index) => ({ name: `${imageId(80 + index)}_disk`, parent: `images/${imageId(parent)}@snap` })),
  ),
});

testRule(duplicateHasClones, {
  silent: [
    { name: "only one of the two has clones", given: { ...images, ...disks(1, 1) } },
    { name: "the image with clones is no duplicate", given: { ...images, ...disks(3) } },
  ],
  reports: [
    {
      name: "both have clones",
      given: { ...images, ...disks(1, 2) },
      expect: [
        {
          option: "catalog",
          problem: "has_children",
          severity: "medium",
          file: "images.json",
          objects: [imageId(1), imageId(2)],
        },
      ],
    },
  ],
  unchecked: [{ name: "no pool was listed", given: images }],
});
