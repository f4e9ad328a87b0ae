import { image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { publicUnprotected } from "./public-unprotected.ts";

const open = { visibility: "public", protected: false };
const disk = (parent: number) => ({
  "rbd-ls-l-vms.txt": rbdLong([{ name: `${imageId(80)}_disk`, parent: `images/${imageId(parent)}@snap` }]),
});

testRule(publicUnprotected, {
  silent: [
    { name: "public images are protected", given: { "images.json": page([image(1, { ...open, protected: true })]) } },
    { name: "the used image is private", given: { "images.json": page([image(1)]), ...disk(1) } },
    {
      name: "no disk is a clone of the public one",
      given: { "images.json": page([image(1, open), image(2)]), ...disk(2) },
    },
  ],
  reports: [
    {
      name: "disks are clones of it",
      given: { "images.json": page([image(1, open), image(2, open)]), ...disk(1) },
      expect: [
        {
          option: "catalog",
          problem: "unset_needed",
          severity: "low",
          file: "images.json",
          part: "e",
          objects: [imageId(1)],
        },
      ],
    },
    {
      name: "it was booted this month",
      given: { "images.json": page([image(1, { ...open, boots_30d: 12 }), image(2, { ...open, boots_30d: 0 })]) },
      expect: [{ option: "catalog", objects: [imageId(1)] }],
    },
  ],
  unchecked: [{ name: "nothing tells of use", given: { "images.json": page([image(1, open)]) } }],
});
