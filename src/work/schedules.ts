/** Requests that come by the clock. What came due while nothing ran comes once, however much was missed. */
import type { PgBoss } from "pg-boss";
import { GlancewrightError } from "../errors.ts";
import { CLOCK, plainMessage } from "./boss.ts";
import type { Queue, Schedule } from "./work.ts";

/** What a job of the clock carries. */
export type ClockData = Pick<Schedule, "key" | "kind" | "data">;

export function schedulesOf(boss: PgBoss): Queue["schedules"] {
  return {
    async put({ key, cron, timeZone, kind, data }) {
      const carried: ClockData = { key, kind, data };
      // Before anything is kept: what cannot be read would never come due, without a word.
      previewOf(boss, cron, timeZone, new Date(0), 1);
      await boss.schedule(CLOCK, cron, carried, { tz: timeZone, key: keyOf(key), missed: "once" });
    },
    remove: (key) => boss.unschedule(CLOCK, keyOf(key)),
    async list() {
      const kept = await boss.getSchedules(CLOCK);
      return kept.map(({ cron, timezone, data }) => ({ cron, timeZone: timezone, ...(data as ClockData) }));
    },
    preview: (cron, timeZone, from, count) => previewOf(boss, cron, timeZone, from, count),
  };
}

/** The job library takes letters, digits and a few signs in keys; names of clouds have others. */
function keyOf(key: string): string {
  return Buffer.from(key).toString("hex");
}

function previewOf(boss: PgBoss, cron: string, timeZone: string, from: Date, count: number): Date[] {
  try {
    return boss.previewSchedule(cron, { tz: timeZone, from, count });
  } catch (cause) {
    throw new GlancewrightError(
      "schedule.unreadable",
      {
        expected: "five fields of cron and a time zone, as 0 9 * * 1 and Europe/Berlin",
        got: plainMessage(cause),
        next: "Correct the time or the zone.",
      },
      { cause },
    );
  }
}
