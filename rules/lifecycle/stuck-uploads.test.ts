import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { stuckUploads } from "./stuck-uploads.ts";

const queued = (number: number, day: string) =>
  image(number, { status: "queued", size: null, created_at: `${day}T08:00:00Z`, updated_at: `${day}T08:00:00Z` });
const figures = (byStatus: Record<string, number>) => ({
  "catalog-stats.json": JSON.stringify({ images_total: 1000, by_status: byStatus }),
});

testRule(stuckUploads, {
  silent: [
    { name: "every image is active", given: { "images.json": page([image(1), image(2)]) } },
    { name: "an upload of the last hours", given: { "images.json": page([image(1), queued(2, "2025-02-03")]) } },
    { name: "figures: a handful in between", given: figures({ active: 996, queued: 3, importing: 1 }) },
  ],
  reports: [
    {
      name: "queued for weeks",
      given: { "images.json": page([image(1), queued(2, "2025-01-03"), queued(3, "2025-02-03")]) },
      expect: [
        {
          option: "catalog",
          problem: "stale_queued",
          severity: "low",
          file: "images.json",
          part: "e",
          objects: [imageId(2)],
        },
      ],
    },
    {
      name: "importing since January",
      given: {
        "images.json": page([image(1), image(2, { status: "importing", updated_at: "2025-01-09T08:00:00Z" })]),
      },
      expect: [{ option: "catalog", objects: [imageId(2)] }],
    },
    {
      name: "figures: too many for uploads of the moment",
      given: figures({ active: 940, queued: 50, saving: 10 }),
      expect: [{ option: "catalog", problem: "stale_queued", severity: "low", file: "catalog-stats.json" }],
    },
  ],
  unchecked: [
    { name: "the figures tell no status", given: { "catalog-stats.json": '{"images_total": 1000, "hidden": 3}' } },
  ],
});
