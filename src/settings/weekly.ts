/** A time once a week, as people write it. */

/** `weekday` from 1, Monday; `time` as "09:00"; `timeZone` is a name of the tz database, as "Europe/Berlin". */
export type Weekly = { weekday: number; time: string; timeZone: string };

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DEFAULT: Weekly = { weekday: 1, time: "09:00", timeZone: "UTC" };
const FILLERS = /^(?:at|on|every|in|weekly)$/i;

/** `mon 09:00 Europe/Berlin`; what is not said is Monday, nine o'clock, UTC. `wrong`: the words that are none of these. */
export function readWeekly(text: string): { weekly: Weekly; wrong: string | null } {
  const weekly = { ...DEFAULT };
  const wrong: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const day = DAYS.findIndex((name) => new RegExp(`^${name}[a-z]*$`, "i").test(word));
    const [, hour, minute] = /^(\d{1,2})(?::(\d\d))?$/.exec(word) ?? [];
    if (day >= 0) weekly.weekday = day + 1;
    else if (hour && Number(hour) < 24 && Number(minute ?? 0) < 60)
      weekly.time = `${hour.padStart(2, "0")}:${minute ?? "00"}`;
    else if (isTimeZone(word)) weekly.timeZone = word;
    else if (!FILLERS.test(word)) wrong.push(word.slice(0, 40));
  }
  return { weekly, wrong: wrong.join(" ") || null };
}

/** "mon 09:00 Europe/Berlin". */
export const weeklyText = ({ weekday, time, timeZone }: Weekly): string =>
  `${DAYS[weekday - 1] ?? "mon"} ${time} ${timeZone}`;

/** A name of the tz database, as "Europe/Berlin" or "UTC". */
function isTimeZone(word: string): boolean {
  if (!/^[A-Za-z][\w+/-]+$/.test(word)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: word });
    return true;
  } catch {
    return false;
  }
}
