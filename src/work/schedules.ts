/**
 * Requests that come once a week. What came due while nothing ran comes once, however much was missed; several processes
 * over one database make one request of it, even where their clocks differ.
 */
import type { Kysely } from "kysely";
import { GlancewrightError } from "../errors.ts";
import type { Weekly } from "../settings/weekly.ts";
import type { Tables } from "../store/tables.ts";
import type { Queue, Schedule } from "./work.ts";

export function schedulesOf(db: Kysely<Tables>, now: () => Date): Queue["schedules"] {
  return {
    next: nextTimes,
    async put(schedule) {
      // Before anything is kept: what cannot be read would never come due, without a word.
      nextTimes(schedule.weekly, new Date(0), 1);
      const { weekday, time, timeZone } = schedule.weekly;
      const { kind, data } = schedule;
      const said = { weekday, time, time_zone: timeZone, kind, data: JSON.stringify(data), since: now() };
      await db
        .insertInto("schedules")
        .values({ key: schedule.key, ...said })
        .onConflict((conflict) => conflict.column("key").doUpdateSet(said))
        .execute();
    },
    async remove(key) {
      const { numDeletedRows } = await db.deleteFrom("schedules").where("key", "=", key).executeTakeFirst();
      return Number(numDeletedRows) === 1;
    },
    list: async () => (await kept(db)).map(({ schedule }) => schedule),
  };
}

async function kept(db: Kysely<Tables>): Promise<{ schedule: Schedule; since: Date }[]> {
  const rows = await db.selectFrom("schedules").selectAll().orderBy("key").execute();
  return rows.map(({ key, weekday, time, time_zone, kind, data, since }) => ({
    schedule: { key, weekly: { weekday, time, timeZone: time_zone }, kind, data: JSON.parse(data) as Schedule["data"] },
    since,
  }));
}

/**
 * Accepts what has come due, with the time that it was due at as `due`. The event is named by key and week: a schedule that
 * is changed within a week does not come twice in it, and two processes make one request.
 */
export async function acceptDue(db: Kysely<Tables>, accept: Queue["accept"], now: Date): Promise<void> {
  for (const { schedule, since } of await kept(db)) {
    const { key, kind, data, weekly } = schedule;
    const due = lastTime(weekly, now);
    if (due <= since) continue;
    const event = `clock:${key}:${weekOf(due, weekly.timeZone)}`;
    await accept({ event, kind, data: { ...data, due: due.toISOString() }, caseId: null, lane: "slow" });
    await db.updateTable("schedules").set({ since: due }).where("key", "=", key).where("since", "<", due).execute();
  }
}

/** The last such time that is not later than `now`. */
export function lastTime(weekly: Weekly, now: Date): Date {
  const thisWeek = timeIn(weekly, now, 0);
  return thisWeek <= now ? thisWeek : timeIn(weekly, now, -1);
}

/** Throws `schedule.unreadable`. */
function nextTimes(weekly: Weekly, from: Date, count: number): Date[] {
  const first = timeIn(weekly, from, 0) > from ? 0 : 1;
  return Array.from({ length: count }, (_, index) => timeIn(weekly, from, first + index));
}

/**
 * The time in the ISO week of `moment`, so many weeks later. Where clocks are put forward past it, it is as long after the
 * hour before as it would have been; where it comes twice, it is the first.
 */
function timeIn({ weekday, time, timeZone }: Weekly, moment: Date, weeks: number): Date {
  try {
    const local = zoned(moment, timeZone);
    const date = local.toPlainDate().add({ days: weekday - local.dayOfWeek + 7 * weeks });
    return new Date(date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds);
  } catch (cause) {
    throw new GlancewrightError(
      "schedule.unreadable",
      {
        expected: "a weekday, a time and a time zone, as mon 09:00 Europe/Berlin",
        got: `${time} ${timeZone}`,
        next: "Correct the time or the zone: zones are named as in the tz database.",
      },
      { cause },
    );
  }
}

const zoned = (moment: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);

/** The ISO week of a moment at that place, as 2026-W48. */
export function weekOf(moment: Date, timeZone: string): string {
  const { yearOfWeek, weekOfYear } = zoned(moment, timeZone);
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, "0")}`;
}
