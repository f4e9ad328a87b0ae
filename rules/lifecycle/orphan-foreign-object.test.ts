import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { orphanForeignObject } from "./orphan-foreign-object.ts";

const images = completeListing([image(1), image(2)]);
const pool = (...names: string[]) => ({
  "rbd-ls-l-images.txt": rbdLong([imageId(1), imageId(2), ...names].map((name) => ({ name }))),
});

testRule(orphanForeignObject, {
  silent: [
    { name: "every name is an image id", given: { ...images, ...pool() } },
    { name: "an id without an image is a candidate, not foreign", given: { ...images, ...pool(imageId(3)) } },
    {
      name: "disks lie in a pool of their own",
      given: { ...images, ...pool(), "rbd-ls-l-vms.txt": rbdLong([{ name: `${imageId(7)}_disk` }]) },
    },
  ],
  reports: [
    {
      name: "a manual import",
      given: { ...images, ...pool("ubuntu-golden") },
      expect: [
        {
          option: "images/ubuntu-golden",
          problem: "foreign_object",
          severity: "medium",
          file: "rbd-ls-l-images.txt",
          line: 6,
        },
      ],
    },
    {
      name: "disks of Nova and Cinder",
      given: { ...images, ...pool(`${imageId(7)}_disk`, `volume-${imageId(8)}`) },
      expect: [
        { option: `images/${imageId(7)}_disk`, objects: [`images/${imageId(7)}_disk`, `images/volume-${imageId(8)}`] },
      ],
    },
  ],
  unchecked: [{ name: "no images were listed", given: pool("ubuntu-golden") }],
});
