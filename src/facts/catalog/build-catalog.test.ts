import { expect, test } from "vitest";
import { intake } from "../../intake/intake.ts";
import { buildCatalog } from "./build-catalog.ts";

const HASH = { os_hash_algo: "sha512", status: "active", visibility: "public", container_format: "bare" };
const image = (number: number, hash: string, more: object) => ({
  ...HASH,
  id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
  name: `image ${number}`,
  os_hash_value: hash.repeat(128),
  disk_format: "raw",
  size: 100,
  ...more,
});

test("an image repeats another only in the same format, and an empty one repeats nothing", () => {
  const images = [
    image(1, "a", {}),
    image(2, "a", {}),
    image(3, "a", { disk_format: "qcow2" }),
    image(4, "b", { size: 0 }),
    image(5, "b", { size: 0 }),
    image(6, "c", {}),
  ];
  const taken = intake([{ name: "images.json", text: JSON.stringify({ images }), pasted: false }]);
  expect(buildCatalog(taken)).toMatchObject({ hashed: 6, redundantByHash: 1 });
});
