import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { snapshotsDominate } from "./snapshots-dominate.ts";

const snapshots = (count: number, size = 10_737_418_240) =>
  Array.from({ length: count }, (_, index) => image(index + 100, { image_type: "snapshot", size }));
const uploads = (count: number) => Array.from({ length: count }, (_, index) => image(index + 1));

testRule(snapshotsDominate, {
  silent: [
    { name: "half are uploads", given: { "images.json": page([...snapshots(12), ...uploads(12)]) } },
    {
      name: "snapshots of volume-backed servers",
      given: { "images.json": page([...snapshots(12, 0), ...uploads(2)]) },
    },
    {
      name: "figures: a third",
      given: { "catalog-stats.json": JSON.stringify({ images_total: 900, snapshots: 300 }) },
    },
  ],
  reports: [
    {
      name: "twelve snapshots, two uploads",
      given: { "images.json": page([...snapshots(12), ...uploads(2)]) },
      expect: [
        {
          option: "catalog",
          problem: "wrong_store_placement",
          severity: "low",
          file: "images.json",
          part: "e",
          objects: Array.from({ length: 12 }, (_, index) => imageId(index + 100)),
        },
      ],
    },
    {
      name: "figures: three quarters",
      given: { "catalog-stats.json": JSON.stringify({ images_total: 900, snapshots: 700 }) },
      expect: [{ option: "catalog", severity: "low", file: "catalog-stats.json" }],
    },
  ],
  unchecked: [
    {
      name: "a table without properties",
      given: { "images.csv": `"ID","Size","Status"\n"${imageId(1)}",100,"active"\n` },
    },
  ],
});
