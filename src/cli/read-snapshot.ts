/** A snapshot as the history keeps it: read, checked and reduced to its record. In a thread of its own where others wait. */
import { loadRules, RULE_FOLDER } from "../check/load-rules.ts";
import { runRules } from "../check/run.ts";
import { GlancewrightError } from "../errors.ts";
import { buildCloud } from "../facts/build-cloud.ts";
import type { Cloud } from "../facts/cloud.ts";
import { renderCommand } from "../hygiene/commands.ts";
import type { RecordedPlan, SnapshotRecord } from "../hygiene/history/record.ts";
import { recordOf, seenInObjects } from "../hygiene/history/record-of.ts";
import type { PackedRecord } from "../hygiene/history-work.ts";
import { type ReclaimPlan, reclaimPlan } from "../hygiene/plan.ts";
import { promiseOf } from "../hygiene/promise.ts";
import { reclaimScript } from "../hygiene/script.ts";
import { simulate } from "../hygiene/simulate.ts";
import { intake } from "../intake/intake.ts";
import { inThread } from "./in-thread.ts";
import { readPaths } from "./read-paths.ts";

const MOST_STEPS = 40;

/** Throws `snapshot.empty` when nothing in it is a listing. */
export async function readSnapshot(
  paths: readonly string[],
  ruleFolders: readonly string[] = [],
): Promise<SnapshotRecord> {
  const { given, streamed } = await readPaths(paths);
  const taken = intake(given, streamed);
  const cloud = buildCloud(taken);
  if (cloud.catalog === null && taken.objects.rowCount === 0)
    throw new GlancewrightError("snapshot.empty", {
      expected: "a snapshot with a listing of images or of a store's objects",
      got: taken.artefacts.some(({ kind }) => kind === "file-listing")
        ? "files of a store alone"
        : `${taken.artefacts.length} files without one`,
      next: "Collect where Keystone is reached as well, or add the image list (openstack image list --long --all -f json) with --with.",
    });
  const check = runRules(await loadRules([RULE_FOLDER, ...ruleFolders]), cloud);
  const plan = reclaimPlan(cloud);
  const shown = shownOf(cloud, plan);
  const seen = seenInObjects(cloud);
  // a million images and what is kept of them stand side by side from here on: the objects need not
  taken.objects.release();
  const record = recordOf(cloud, check, seen);
  return { ...record, plan: { ...shown, promise: promiseOf(plan, record) } };
}

/** Of a plan what people look at. */
function shownOf(cloud: Cloud, plan: ReclaimPlan): Omit<RecordedPlan, "promise"> {
  return {
    steps: plan.steps.slice(0, MOST_STEPS).map((step) => ({
      title: step.id,
      why: [...step.guard, step.why].join("; "),
      command: renderCommand(step),
    })),
    simulation: simulate(cloud, plan),
    script: plan.ready.length > 0 ? reclaimScript(cloud) : null,
  };
}

/** Packed, from a thread of its own: a million images must not hold up whoever waits for an answer. */
export const readSnapshotAside = (paths: readonly string[], ruleFolders: readonly string[]): Promise<PackedRecord> =>
  inThread(new URL("./snapshot-worker.ts", import.meta.url), { paths, ruleFolders } satisfies SnapshotWork);

export type SnapshotWork = { paths: readonly string[]; ruleFolders: readonly string[] };
