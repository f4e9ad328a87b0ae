import { completeListing, image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { stagingDebris } from "./staging-debris.ts";

const NEW = "2025-03-10T10:00:00Z";
const OLD = "2025-03-01T10:00:00Z";
/** A listing whose newest time is NEW. */
const catalogue = (...images: Record<string, unknown>[]) => completeListing([image(1, { updated_at: NEW }), ...images]);
const staged = (...rows: readonly (readonly [name: string, time: string, size?: number])[]): string =>
  rows.map(([name, time, size = 1024]) => `${name}\t${size}\t${time}`).join("\n");
const importing = { status: "importing", updated_at: NEW };

testRule(stagingDebris, {
  silent: [
    { name: "no staging directory was listed", given: catalogue(image(2)) },
    {
      name: "an import that goes on",
      given: { ...catalogue(image(2, importing)), "find-staging.tsv": staged([imageId(2), OLD]) },
    },
    {
      name: "a copy that goes on",
      given: {
        ...catalogue(image(2, { updated_at: NEW, os_glance_importing_to_stores: "cold" })),
        "find-staging.tsv": staged([imageId(2), OLD]),
      },
    },
    {
      name: "a file of this day",
      given: { ...catalogue(image(2)), "find-staging.tsv": staged([imageId(2), "2025-03-10T01:00:00Z"]) },
    },
    {
      name: "no image of that name in a listing that does not show all",
      given: {
        "images.json": page([image(1, { updated_at: NEW })], "limit=1000"),
        "find-staging.tsv": staged([imageId(7), OLD]),
      },
    },
    {
      name: "the store's own directory",
      given: { ...catalogue(image(2)), "find-images.tsv": staged([imageId(2), OLD]) },
    },
    { name: "other names", given: { ...catalogue(image(2)), "find-staging.tsv": staged(["lost+found.txt", OLD]) } },
  ],
  reports: [
    {
      name: "the image has long been active, or is gone, or its import died",
      given: {
        ...catalogue(image(2), image(3, { status: "importing", updated_at: OLD })),
        "find-staging.tsv": staged([imageId(2), OLD], [imageId(3), OLD], [`${imageId(9)}.raw`, OLD]),
      },
      expect: [
        {
          option: "staging",
          severity: "low",
          file: "find-staging.tsv",
          line: 1,
          objects: [imageId(2), imageId(3), `${imageId(9)}.raw`],
        },
      ],
    },
    {
      name: "hundreds of gigabytes",
      given: { ...catalogue(image(2)), "find-staging.tsv": staged([imageId(2), OLD, 200 * 1024 ** 3]) },
      expect: [{ severity: "medium" }],
    },
  ],
  unchecked: [{ name: "no images were listed", given: { "find-staging.tsv": staged([imageId(2), OLD]) } }],
});
