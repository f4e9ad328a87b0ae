/**
 * The reclamation property at length: generated clusters, listed in any way, of which no plan may move an object that is
 * referenced, a parent, foreign or unproved. `node scripts/reclaim-property.ts [runs] [seed]`
 */
import fc from "fast-check";
import { reclaimPlan } from "../src/hygiene/plan.ts";
import { cloudOf, showsEnough, untouchable, world } from "../test/reclaim/world.ts";

const [runs = 10_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const tally = { plansThatMove: 0, moved: 0, candidates: 0 };

fc.assert(
  fc.property(world, (given) => {
    const { ready, candidates } = reclaimPlan(cloudOf(given));
    const { referenced, parents, foreign } = untouchable(given);
    if (ready.length > 0) tally.plansThatMove++;
    tally.moved += ready.length;
    tally.candidates += candidates.length;
    return ready.every(
      ({ name }) => showsEnough(given) && !referenced.has(name) && !parents.has(name) && !foreign.has(name),
    );
  }),
  { numRuns: runs, seed },
);
process.stdout.write(
  `${runs} clusters (seed ${seed}): ${tally.candidates} candidates, ${tally.moved} of them to be moved by ${tally.plansThatMove} plans, none of them in use\n`,
);
