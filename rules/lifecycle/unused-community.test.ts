import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { unusedCommunity } from "./unused-community.ts";

const community = (number: number, last: string | null, more: Record<string, unknown> = {}) =>
  image(number, {
    visibility: "community",
    created_at: "2023-01-01T00:00:00Z",
    updated_at: "2023-01-01T00:00:00Z",
    last_boot: last,
    ...more,
  });
const recent = image(9, { last_boot: "2025-02-01T00:00:00Z" });

testRule(unusedCommunity, {
  silent: [
    { name: "no community image", given: { "images.json": page([recent]) } },
    {
      name: "it was booted last month",
      given: { "images.json": page([community(1, "2025-01-10T00:00:00Z"), recent]) },
    },
    {
      name: "it is protected",
      given: { "images.json": page([community(1, "2023-02-01T00:00:00Z", { protected: true }), recent]) },
    },
    {
      name: "it was made last month",
      given: { "images.json": page([community(1, null, { created_at: "2025-01-20T00:00:00Z" }), recent]) },
    },
  ],
  reports: [
    {
      name: "the last boot was two years ago",
      given: { "images.json": page([community(1, "2023-02-01T00:00:00Z"), recent]) },
      expect: [
        {
          option: "catalog",
          problem: "archive_candidates",
          severity: "low",
          file: "images.json",
          objects: [imageId(1)],
        },
      ],
    },
    {
      name: "never booted",
      given: { "images.json": page([community(1, null), recent]) },
      expect: [{ option: "catalog", objects: [imageId(1)] }],
    },
  ],
  unchecked: [{ name: "no boots are known", given: { "images.json": page([image(1, { visibility: "community" })]) } }],
});
