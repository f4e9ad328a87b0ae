import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { supersededPublic } from "./superseded-public.ts";

const build = (month: number, more: Record<string, unknown> = {}) =>
  image(month, {
    name: `ubuntu-24.04-20250${month}`,
    visibility: "public",
    os_distro: "ubuntu",
    os_version: "24.04",
    created_at: `2025-0${month}-01T00:00:00Z`,
    ...more,
  });

testRule(supersededPublic, {
  silent: [
    { name: "two builds side by side", given: { "images.json": page([build(1), build(2)]) } },
    {
      name: "variants of one system",
      given: {
        "images.json": page([
          build(1, { name: "ubuntu-24.04-gpu" }),
          build(2, { name: "ubuntu-24.04-minimal" }),
          build(3),
        ]),
      },
    },
    {
      name: "the older ones are private",
      given: { "images.json": page([build(1, { visibility: "private" }), build(2), build(3)]) },
    },
  ],
  reports: [
    {
      name: "two builds older than the last two",
      given: { "images.json": page([build(1), build(2), build(3), build(4)]) },
      expect: [
        {
          option: "catalog",
          problem: "archive_candidates",
          severity: "low",
          file: "images.json",
          objects: [imageId(2), imageId(1)],
        },
      ],
    },
    {
      name: "another version does not count",
      given: {
        "images.json": page([
          build(1),
          build(2),
          build(3),
          build(4, { name: "ubuntu-22.04-202504", os_version: "22.04" }),
        ]),
      },
      expect: [{ option: "catalog", objects: [imageId(1)] }],
    },
  ],
  unchecked: [
    {
      name: "a table without properties",
      given: { "images.csv": `"ID","Name","Status","Visibility"\n"${imageId(1)}","a","active","public"\n` },
    },
  ],
});
