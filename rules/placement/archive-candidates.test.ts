import { image, imageId, page, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { archiveCandidates } from "./archive-candidates.ts";

const old = (number: number, last: string | null) =>
  image(number, { created_at: "2023-01-01T00:00:00Z", updated_at: "2023-01-01T00:00:00Z", last_boot: last });
const booted = (number: number) => old(number, "2025-02-01T00:00:00Z");
const figures = (never: number, more = {}) => ({
  "catalog-stats.json": JSON.stringify({
    images_total: 1000,
    boots_last_30d: { total: 5000, images_never_booted_365d: never, ...more },
  }),
});
const three = [old(1, "2023-03-01T00:00:00Z"), old(2, null), old(3, "2024-01-01T00:00:00Z")];

testRule(archiveCandidates, {
  silent: [
    { name: "every image was booted this month", given: { "images.json": page([booted(1), booted(2), booted(3)]) } },
    { name: "figures: a twentieth was not booted", given: figures(50) },
    {
      name: "disks are clones of them",
      given: {
        "images.json": page([...three, booted(4)]),
        "rbd-ls-l-vms.txt": rbdLong(
          [1, 2, 3].map((number) => ({
            name: `${imageId(80 + number)}_disk`,
            parent: `images/${imageId(number)}@snap`,
          })),
        ),
      },
    },
    {
      name: "only images of the last weeks",
      given: { "images.json": page([1, 2, 3].map((number) => image(number, { last_boot: null }))) },
    },
  ],
  reports: [
    {
      name: "figures: most images were not booted for a year",
      given: figures(700, { top_20_images_share_pct: 81.4 }),
      expect: [
        { option: "catalog", problem: "archive_candidates", severity: "medium", file: "catalog-stats.json", part: "e" },
      ],
    },
    { name: "figures: a fifth", given: figures(200), expect: [{ option: "catalog", severity: "low" }] },
    {
      name: "three of four images",
      given: { "images.json": page([...three, booted(4)]) },
      expect: [
        { option: "catalog", severity: "medium", file: "images.json", objects: [imageId(1), imageId(2), imageId(3)] },
      ],
    },
    {
      name: "counts of a year beside a listing",
      given: {
        "images.json": page(
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => image(number, { created_at: "2023-01-01T00:00:00Z" })),
        ),
        "boots.csv": `image_id,boots_365d\n${[1, 2, 3, 4, 5, 6, 7].map((number) => `${imageId(number)},12`).join("\n")}\n`,
      },
      expect: [{ option: "catalog", severity: "low", objects: [imageId(8), imageId(9), imageId(10)] }],
    },
  ],
  unchecked: [
    { name: "no boots are known", given: { "images.json": page([image(1)]) } },
    { name: "boots of a month only", given: { "images.json": page([image(1, { boots_30d: 0 })]) } },
    { name: "the figures tell no boots", given: { "catalog-stats.json": '{"images_total": 10, "hidden": 1}' } },
  ],
});
