/**
 * Years of a weekly schedule in minutes: two processes over one database, clocks that differ, downtime across the hour,
 * changes of daylight saving. Counts what was accepted for each week of the place.
 */
import fc from "fast-check";
import type { Weekly } from "../src/settings/weekly.ts";
import { memoryDatabase } from "../src/store/test-database.ts";
import { startQueue } from "../src/work/queue.ts";
import { acceptDue, schedulesOf, weekOf } from "../src/work/schedules.ts";
import type { Incoming } from "../src/work/work.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export type Years = { years: number; weekly: Weekly; seed: number; skewSeconds: number };
export type Counted = { weeks: number; once: number; twice: string[]; never: string[]; late: number };

/** `from` is a Monday, so that whole weeks are counted. */
const FROM = Date.parse("2026-01-05T00:00:00Z");

export async function simulateYears({ years, weekly, seed, skewSeconds }: Years): Promise<Counted> {
  const database = await memoryDatabase();
  const queue = await startQueue(database);
  const accepted: { due: Date; at: number }[] = [];
  let clock = FROM;
  const accept = async (incoming: Incoming) => {
    const answer = await queue.accept(incoming);
    if (!answer.repeated) accepted.push({ due: new Date(String(incoming.data["due"])), at: clock });
    return answer;
  };
  try {
    const schedules = schedulesOf(database.db, () => new Date(FROM));
    await schedules.put({ key: "digest:x", weekly, kind: "digest", data: {} });
    const end = FROM + Math.floor(years * 52.1775) * 7 * DAY;
    for (const { at, skew } of looks(end, weekly, seed, skewSeconds)) {
      clock = at;
      await acceptDue(database.db, accept, new Date(at + skew));
    }
    return count(accepted, end, weekly);
  } finally {
    await queue.stop(1);
    await database.close();
  }
}

/** When either process looks: each few hours, every minute around the hour, not at all while it is down. */
function looks(end: number, weekly: Weekly, seed: number, skewSeconds: number): { at: number; skew: number }[] {
  const weeks = (end - FROM) / (7 * DAY) + 2;
  const draws = fc.sample(fc.noBias(fc.nat(999_999)), { seed, numRuns: Math.ceil(weeks) * 40 });
  let drawn = 0;
  const next = (): number => (draws[drawn++ % draws.length] ?? 0) / 1_000_000;
  const found: { at: number; skew: number }[] = [];
  for (let week = FROM - 7 * DAY; week < end + 7 * DAY; week += 7 * DAY) {
    const [due] = schedulesTimes(weekly, week);
    // some weeks one process is down across the hour, some weeks both, for up to six days
    const down = [0, 1].map(() => (next() < 0.3 ? { from: due - next() * DAY, to: due + next() * 6 * DAY } : null));
    for (const [process, skew] of [skewSeconds * 1000, -skewSeconds * 1000].entries()) {
      const times = [
        ...Array.from({ length: 8 }, () => week + next() * 7 * DAY),
        ...Array.from({ length: 5 }, (_, minute) => due + (minute - 2) * MINUTE + next() * MINUTE),
      ];
      for (const at of times) {
        const away = down[process];
        if (at >= FROM && at < end + DAY && !(away && at > away.from && at < away.to)) found.push({ at, skew });
      }
    }
  }
  return found.sort((one, other) => one.at - other.at);
}

function schedulesTimes(weekly: Weekly, from: number): [number] {
  const time = Temporal.Instant.fromEpochMilliseconds(from + 3 * DAY).toZonedDateTimeISO(weekly.timeZone);
  const date = time.toPlainDate().add({ days: weekly.weekday - time.dayOfWeek });
  return [date.toZonedDateTime({ timeZone: weekly.timeZone, plainTime: weekly.time }).epochMilliseconds];
}

function count(accepted: readonly { due: Date; at: number }[], end: number, { timeZone }: Weekly): Counted {
  const seen = new Map<string, number>();
  for (const { due } of accepted) {
    const week = weekOf(due, timeZone);
    seen.set(week, (seen.get(week) ?? 0) + 1);
  }
  const weeks: string[] = [];
  for (let at = FROM + 3 * DAY; at < end - 7 * DAY; at += 7 * DAY) weeks.push(weekOf(new Date(at), timeZone));
  return {
    weeks: weeks.length,
    once: weeks.filter((week) => seen.get(week) === 1).length,
    twice: weeks.filter((week) => (seen.get(week) ?? 0) > 1),
    never: weeks.filter((week) => !seen.has(week)),
    late: accepted.filter(({ due, at }) => at - due.getTime() > 15 * MINUTE).length,
  };
}
