import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { trashUnpurged } from "./trash-unpurged.ts";

const trash = (...names: string[]) => ({
  "rbd-trash-ls-images.txt": names.map((name, index) => `11cbd255f84${index} ${name}`).join("\n"),
});

const located = (number: number) => ({
  url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(number)}/snap`,
  metadata: {},
});

testRule(trashUnpurged, {
  silent: [
    { name: "only another tool's objects", given: trash("csi-vol-1") },
    {
      name: "the operator has a schedule",
      given: { ...trash(imageId(1)), "request.md": "There is a purge schedule on the images pool, daily." },
    },
    {
      name: "the entry is the data of an image that is there",
      given: {
        ...trash(imageId(1)),
        ...completeListing([1, 2, 3, 4, 5, 6].map((number) => image(number, { locations: [located(number)] }))),
        "rbd-ls-l-images.txt": rbdLong([2, 3, 4, 5, 6].map((number) => ({ name: imageId(number) }))),
      },
    },
    { name: "nothing of Ceph was given", given: { "glance-api.conf": "[DEFAULT]\n" } },
  ],
  reports: [
    {
      name: "two deleted images",
      given: trash(imageId(1), imageId(2)),
      expect: [
        {
          option: `images/${imageId(1)}`,
          problem: "side_effect",
          severity: "low",
          file: "rbd-trash-ls-images.txt",
          line: 1,
        },
      ],
    },
    {
      name: "a clone still needs it",
      given: {
        ...trash(imageId(1)),
        "rbd-ls-l-vms.txt": rbdLong([{ name: `${imageId(80)}_disk`, parent: `images/${imageId(1)}@snap` }]),
      },
      expect: [{ option: `images/${imageId(1)}`, severity: "info" }],
    },
  ],
  unchecked: [
    {
      name: "objects were listed and the trash was not",
      given: { "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }]) },
    },
  ],
});
