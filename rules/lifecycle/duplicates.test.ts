import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { duplicates } from "./duplicates.ts";

const hash = (digit: string) => ({ os_hash_algo: "sha512", os_hash_value: digit.repeat(128) });
const different = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => image(number, hash(String(number))));

testRule(duplicates, {
  silent: [
    { name: "every hash occurs once", given: { "images.json": page(different) } },
    {
      name: "snapshots of volume-backed servers share the hash of an empty file",
      given: {
        "images.json": page([
          image(1, { ...hash("c"), size: 0 }),
          image(2, { ...hash("c"), size: 0 }),
          ...different.slice(3),
        ]),
      },
    },
    {
      name: "the same hash in another format",
      given: { "images.json": page([image(1, hash("a")), image(2, { ...hash("a"), disk_format: "iso" })]) },
    },
    {
      name: "figures without a repeat",
      given: {
        "catalog-stats.json": JSON.stringify({ images_total: 90, hash: { with_os_hash: 90, distinct_os_hash: 90 } }),
      },
    },
  ],
  reports: [
    {
      name: "one image of ten in a large catalogue repeats a small one",
      given: {
        "images.json": page([
          image(20, { ...hash("1"), size: 100 }),
          image(21, { ...hash("1"), size: 100 }),
          ...different,
        ]),
      },
      expect: [
        {
          option: "catalog",
          problem: "duplicate_images",
          severity: "low",
          file: "images.json",
          objects: [imageId(20), imageId(21)],
        },
      ],
    },
    {
      name: "a third of the bytes are repeats",
      given: { "images.json": page([image(20, hash("1")), image(21, hash("1")), image(22, hash("1"))]) },
      expect: [{ option: "catalog", severity: "medium" }],
    },
    {
      name: "a third of a catalogue of some megabytes",
      given: {
        "images.json": page([20, 21, 22].map((number) => image(number, { ...hash("1"), size: 50_000_000 }))),
      },
      expect: [{ option: "catalog", severity: "low" }],
    },
    {
      name: "only MD5 sums",
      given: {
        "images.csv": [
          '"ID","Name","Disk Format","Size","Checksum","Status"',
          `"${imageId(1)}","a","qcow2",2000,"4f8280c49c5ad53e41cc4d7d08273e91","active"`,
          `"${imageId(2)}","b","qcow2",2000,"4f8280c49c5ad53e41cc4d7d08273e91","active"`,
          `"${imageId(3)}","c","qcow2",98000,"2ffbce9ca740d6fc27acba02bf59dc8f","active"`,
        ].join("\n"),
      },
      expect: [{ option: "catalog", severity: "low", file: "images.csv" }],
    },
    {
      name: "figures: a sixth of the hashes repeats",
      given: {
        "catalog-stats.json": JSON.stringify({ images_total: 600, hash: { with_os_hash: 600, distinct_os_hash: 500 } }),
      },
      expect: [{ option: "catalog", severity: "medium", file: "catalog-stats.json" }],
    },
    {
      name: "figures: three of hundreds repeat",
      given: {
        "catalog-stats.json": JSON.stringify({ images_total: 600, hash: { with_os_hash: 600, distinct_os_hash: 597 } }),
      },
      expect: [{ option: "catalog", severity: "low" }],
    },
  ],
  unchecked: [
    { name: "the listing carries no hash", given: { "images.json": page([image(1), image(2)]) } },
    { name: "no catalogue", given: { "glance-api.conf": "[DEFAULT]\n" } },
  ],
});
