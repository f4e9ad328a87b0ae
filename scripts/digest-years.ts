/** Ten years of weekly digests for four places. `node scripts/digest-years.ts [years]`; ends with 1 when a week has none or two. */
import { simulateYears } from "../test/digest-years.ts";

const years = Number(process.argv[2] ?? 10);
const PLACES = [
  { weekday: 1, time: "09:00", timeZone: "Europe/Berlin" },
  { weekday: 7, time: "02:30", timeZone: "America/New_York" },
  { weekday: 7, time: "02:15", timeZone: "Australia/Lord_Howe" },
  { weekday: 5, time: "23:59", timeZone: "Asia/Kathmandu" },
];

let wrong = 0;
for (const [seed, weekly] of PLACES.entries()) {
  const started = performance.now();
  const { weeks, once, twice, never, late } = await simulateYears({ years, weekly, seed, skewSeconds: 45 });
  wrong += weeks - once;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${weekly.timeZone} ${weekly.time}: ${weeks} weeks, ${once} with one digest, ${twice.length} with more, ${never.length} with none; ${late} came late; ${seconds} s\n`,
  );
}
process.exitCode = wrong === 0 ? 0 : 1;
