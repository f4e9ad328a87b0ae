import { expect, test } from "vitest";
import { simulateYears } from "#test/digest-years.ts";
import { lastTime, weekOf } from "./schedules.ts";

test.each([
  ["the hour itself", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z"],
  ["a second before it", "2026-11-23T07:59:59Z", "2026-11-16T08:00:00Z"],
  ["days later", "2026-11-28T22:00:00Z", "2026-11-23T08:00:00Z"],
  ["the week in which summer time begins", "2026-03-30T06:59:00Z", "2026-03-23T08:00:00Z"],
  ["the week after", "2026-03-30T07:00:00Z", "2026-03-30T07:00:00Z"],
])("the last Monday at nine in Berlin, from %s", (_, now, wanted) => {
  const weekly = { weekday: 1, time: "09:00", timeZone: "Europe/Berlin" };
  expect(lastTime(weekly, new Date(now)).toISOString()).toBe(new Date(wanted).toISOString());
});

test.each([
  ["Europe/Berlin", "02:30", 7, "2026-03-29T01:30:00.000Z"],
  ["Australia/Lord_Howe", "02:15", 7, "2026-10-03T15:45:00.000Z"],
])("an hour that clocks jump over comes all the same: %s %s", (timeZone, time, weekday, wanted) => {
  const due = lastTime({ weekday, time, timeZone }, new Date(Date.parse(wanted) + 3_600_000));
  expect(due.toISOString()).toBe(wanted);
});

test("weeks are those of the place", () => {
  const moment = new Date("2026-12-31T23:30:00Z");
  expect([weekOf(moment, "UTC"), weekOf(new Date("2027-01-03T12:00:00Z"), "Pacific/Auckland")]).toEqual([
    "2026-W53",
    "2027-W01",
  ]);
});

test("three years with two processes, downtime and clocks that differ has one request a week", async () => {
  const weekly = { weekday: 7, time: "02:30", timeZone: "Europe/Berlin" };
  const { weeks, once, late } = await simulateYears({ years: 3, weekly, seed: 1, skewSeconds: 45 });
  expect([weeks, once]).toEqual([155, 155]);
  expect(late).toBeGreaterThan(0);
});
