/** `node scripts/fault-run.ts [requests] [one call in so many]`: a failing database and a Slack that refuses; ends with 1 when anything is lost or twice. */
import { faultRun } from "../test/faults.ts";

const [requests = 300, oneIn = 20] = process.argv.slice(2).map(Number);
const began = performance.now();
const { calls, failed, refused, lost, twice } = await faultRun({ requests, oneIn, seed: 20_261_124 });
console.log(
  `${requests} requests, ${calls} calls to the database, ${failed} failed, Slack refused ${refused}; ${((performance.now() - began) / 1000).toFixed(0)} s`,
);
console.log(`lost: ${lost.length} ${lost.slice(0, 10).join(", ")}`);
console.log(`twice: ${twice.length} ${twice.slice(0, 10).join(", ")}`);
process.exitCode = lost.length + twice.length > 0 ? 1 : 0;
