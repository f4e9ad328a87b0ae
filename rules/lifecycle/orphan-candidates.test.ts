import { completeListing, image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { orphanCandidates } from "./orphan-candidates.ts";

const pool = (...numbers: number[]) => ({
  "rbd-ls-l-images.txt": rbdLong(numbers.map((number) => ({ name: imageId(number) }))),
});

testRule(orphanCandidates, {
  silent: [
    {
      name: "Glance has no store on RBD, so no objects are asked for",
      given: {
        "glance-api.conf": "[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n",
        "images.json": page([image(1)]),
      },
    },
    { name: "every object has an image", given: { ...completeListing([image(1), image(2)]), ...pool(1, 2) } },
    {
      name: "the object has a clone",
      given: {
        ...completeListing([image(1)]),
        ...pool(1, 2),
        "rbd-ls-l-vms.txt": rbdLong([{ name: `${imageId(80)}_disk`, parent: `images/${imageId(2)}@snap` }]),
      },
    },
  ],
  reports: [
    {
      name: "one object without an image",
      given: { ...completeListing([image(1), image(2)]), ...pool(1, 2, 3) },
      expect: [
        {
          option: `images/${imageId(3)}`,
          problem: "orphan_claim_unsafe",
          severity: "low",
          file: "rbd-ls-l-images.txt",
          line: 6,
          objects: [`images/${imageId(3)}`],
        },
      ],
    },
    {
      name: "more than a TiB without images",
      given: {
        ...completeListing([image(1)]),
        ...pool(1, ...Array.from({ length: 110 }, (_, index) => index + 10)),
      },
      expect: [{ option: `images/${imageId(10)}`, severity: "medium" }],
    },
  ],
  unchecked: [{ name: "only images were listed", given: { "images.json": page([image(1)]) } }],
});
