import { expect, test } from "vitest";
import { completeListing, image, imageId, rbdLong } from "../../check/test-listings.ts";
import { intake } from "../../intake/intake.ts";
import { buildCloud } from "../build-cloud.ts";
import { isMismatch, lostRows, trashedData, twinsOf } from "./lost-data.ts";

const located = (number: number, more: Record<string, unknown> = {}) =>
  image(number, {
    locations: [{ url: `rbd://8c1f0d3e-7b62-4c55-9a10-2f6f3f1f9e77/images/${imageId(number)}/snap`, metadata: {} }],
    ...more,
  });
const cloudOf = (images: readonly unknown[], present: readonly number[], more: Record<string, string> = {}) =>
  buildCloud(
    intake(
      Object.entries({
        ...completeListing(images),
        "rbd-ls-l-images.txt": rbdLong(present.map((number) => ({ name: imageId(number) }))),
        ...more,
      }).map(([name, text]) => ({ name, text, pasted: false })),
    ),
  );
const hash = (digit: string) => ({ os_hash_algo: "sha512", os_hash_value: digit.repeat(128) });

test("what lies in the trash is told from what is gone", () => {
  const cloud = cloudOf(
    [1, 2, 3, 4, 5, 6].map((one) => located(one)),
    [1, 2, 3, 4],
    {
      "rbd-trash-ls-images.txt": `11cbd255f841 ${imageId(5)}`,
    },
  );
  expect(cloud.join?.missingObjects.map(({ imageId: id }) => id)).toEqual([imageId(5), imageId(6)]);
  expect([...trashedData(cloud)]).toEqual([imageId(5)]);
});

test("a twin is another living image with the same hash, size and format", () => {
  const images = [
    located(1, hash("a")),
    located(2, hash("a")),
    located(3, { ...hash("a"), disk_format: "qcow2" }),
    located(4, { ...hash("b"), status: "deactivated" }),
    located(5, hash("b")),
    located(6, hash("c")),
    ...[7, 8, 9, 10, 11, 12, 13, 14, 15].map((one) => located(one)),
  ];
  const cloud = cloudOf(images, [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  const lost = lostRows(cloud.join, cloud.intake.images);
  expect(Object.fromEntries(twinsOf(cloud.intake.images, lost))).toEqual({ [imageId(1)]: imageId(2) });
  expect(cloud.catalog?.duplicates.groups, "an image without data repeats nothing").toBe(0);
});

test("half a catalogue without data is another cluster's listing", () => {
  expect([isMismatch(3, 4), isMismatch(4, 30), isMismatch(4, 10)]).toEqual([false, false, true]);
});
