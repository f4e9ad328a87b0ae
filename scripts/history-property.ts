/** Generated pairs of snapshots, each against the difference that it was made with. `node scripts/history-property.ts [pairs]` */
import fc from "fast-check";
import { faultsOf, pairs } from "../test/history/pairs.ts";

const count = Number(process.argv[2] ?? 10_000);
const started = performance.now();
let wrong = 0;
for (const pair of fc.sample(pairs, { numRuns: count, seed: 20261109 })) {
  const faults = faultsOf(pair);
  if (faults.length > 0 && wrong++ < 5) process.stdout.write(`${JSON.stringify(faults)}\n`);
}
process.stdout.write(`${count} pairs, ${wrong} wrong, ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
process.exitCode = wrong === 0 ? 0 : 1;
