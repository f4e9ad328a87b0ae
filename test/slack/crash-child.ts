/** The bot in a process of its own, that ends itself without warning at one point of its work. Settings come as JSON. */
import { serve } from "../../src/cli/serve-command.ts";
import { readSettings } from "../../src/settings/read-settings.ts";
import { POINTS } from "../../src/work/work.ts";

type Orders = {
  environment: Record<string, string>;
  ini: string;
  folder: string;
  /** Name of a point and how many times it is passed before the end; null: lives on. */
  die: { point: string; after: number } | null;
};

const { environment, ini, folder, die } = JSON.parse(process.argv[2] ?? "") as Orders;
if (die && !(POINTS as readonly string[]).includes(die.point)) throw new Error(`no point ${die.point}`);
let left = die?.after ?? 0;
await serve(readSettings(environment, ini, folder), {
  info: (event, detail) => {
    if (process.env["CRASH_LOG"]) process.stderr.write(`${JSON.stringify({ event, ...detail })}\n`);
  },
  now: () => new Date(),
  passing(point) {
    if (point !== die?.point) return;
    left -= 1;
    // no handler, no flush, as when the power goes
    if (left <= 0) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write("serving\n");
