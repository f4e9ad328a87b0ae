import { completeListing, image, imageId } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { objectShort } from "./object-short.ts";

const MIB = 1024 ** 2;
const located = (number: number, size: number) =>
  image(number, {
    size,
    locations: [{ url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(number)}/snap`, metadata: {} }],
  });
const pool = (sizes: Readonly<Record<number, number>>) => ({
  "rbd-ls-l-images.json": JSON.stringify(
    Object.entries(sizes).flatMap(([number, size]) => [
      { image: imageId(Number(number)), size, format: 2 },
      { image: imageId(Number(number)), snapshot: "snap", size, format: 2, protected: "true" },
    ]),
  ),
});

testRule(objectShort, {
  silent: [
    {
      name: "each object is as long as its image, or longer",
      given: { ...completeListing([located(1, 10 * MIB), located(2, 9 * MIB)]), ...pool({ 1: 10 * MIB, 2: 16 * MIB }) },
    },
    {
      name: "the difference is no more than rounding",
      given: { ...completeListing([located(1, 14_745_600)]), ...pool({ 1: 14 * MIB }) },
    },
  ],
  reports: [
    {
      name: "most of it is not there",
      given: {
        ...completeListing([located(1, 14_745_600), located(2, 10 * MIB)]),
        ...pool({ 1: 4 * MIB, 2: 10 * MIB }),
      },
      expect: [{ option: "image size", problem: "wrong_target", severity: "high", objects: [imageId(1)] }],
    },
  ],
  unchecked: [{ name: "no store was listed", given: completeListing([located(1, MIB)]) }],
});
