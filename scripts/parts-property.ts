/** A real snapshot with parts missing, empty or cut, against the whole one: nothing may be told to have changed. `node scripts/parts-property.ts [runs]` */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fatesOf, liesOf, madeOf, partsOf } from "../test/history/parts.ts";

const runs = Number(process.argv[2] ?? 3_000);
const archive = join(import.meta.dirname, "../test/fixtures/snapshots/lab-before.snapshot.tar.gz");
const parts = partsOf(readFileSync(archive));
const { record } = madeOf(parts, new Map());
let wrong = 0;
for (const fates of fc.sample(fatesOf(parts), { numRuns: runs, seed: 20261124 })) {
  const lies = liesOf(record, parts, fates);
  if (lies.length > 0 && wrong++ < 5)
    process.stdout.write(
      `${JSON.stringify([...fates].filter(([, fate]) => fate !== "whole"))}\n  ${lies.join("\n  ")}\n`,
    );
}
process.stdout.write(`${runs} snapshots with parts missing, ${wrong} told something that is not so\n`);
process.exitCode = wrong === 0 ? 0 : 1;
