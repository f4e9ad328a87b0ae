/**
 * `node scripts/crash-harness.ts [kills]`: kill -9 at named points, each event delivered three times, answers of Slack
 * that get lost and storms of refusals, and afterwards a count of what was lost or came twice. With GLANCEWRIGHT_DATABASE_URL: two processes on that PostgreSQL server.
 */
import { crashRun } from "../test/slack/crash-run.ts";

const kills = Number(process.argv[2] ?? 500);
const databaseUrl = process.env["GLANCEWRIGHT_DATABASE_URL"];
const began = Date.now();
let seed = 20_261_123;
/** The same points in each run: a plain linear generator is random enough here. */
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const result = await crashRun({
  kills,
  random,
  troubled: true,
  ...(databaseUrl ? { databaseUrl, replicas: 2 } : {}),
  told: (line) => process.stderr.write(`${line}\r`),
});
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
console.log(
  `${kills} kills asked for, at ${JSON.stringify(result.kills)}, ${result.requests} requests, ${minutes} minutes`,
);
console.log(`lost: ${result.lost.length} ${result.lost.slice(0, 10).join(", ")}`);
console.log(`twice: ${result.twice.length} ${result.twice.slice(0, 10).join(", ")}`);
process.exitCode = result.lost.length + result.twice.length > 0 ? 1 : 0;
