import fc from "fast-check";
import { expect, test } from "vitest";
import { image, page } from "../../check/test-listings.ts";
import { intake } from "../../intake/intake.ts";
import { newestTime, timeOf } from "./listing-time.ts";

test.each([
  ["the API", "2025-02-03T10:00:00Z"],
  ["the database", "2025-02-03 10:00:00"],
  ["the database with fractions", "2025-02-03 10:00:00.000000"],
  ["Ceph", "Mon Feb  3 10:00:00 2025"],
  ["a zone of its own", "2025-02-03T12:00:00+0200"],
  ["no zone", "2025-02-03T10:00:00"],
])("a time as %s prints it counts as UTC", (_source, text) => {
  expect(timeOf(text)).toBe(Date.UTC(2025, 1, 3, 10));
});

test.each([null, undefined, "", "None", "yesterday"])("%j is no time", (text) => {
  expect(timeOf(text)).toBeNull();
});

test("the newest time of a listing is that of its youngest image, whatever their order and form", () => {
  const moment = fc.record({ time: fc.integer({ min: 1_500_000_000, max: 1_800_000_000 }), sql: fc.boolean() });
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1, maxLength: 12 }), (moments) => {
      const images = moments.map(({ time, sql }, index) => {
        const iso = new Date(time * 1000).toISOString().replace(".000", "");
        const text = sql ? iso.replace("T", " ").replace("Z", "") : iso;
        return image(index, { created_at: text, updated_at: text });
      });
      const taken = intake([{ name: "images.json", text: page(images), pasted: false }]);
      expect(newestTime(taken)).toBe(Math.max(...moments.map(({ time }) => time * 1000)));
    }),
    { numRuns: 60 },
  );
});

test("a listing without times has none", () => {
  expect(newestTime(intake([{ name: "glance-api.conf", text: "[DEFAULT]\n", pasted: false }]))).toBeNull();
});
