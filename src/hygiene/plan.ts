/**
 * Reclamation as typed steps: list, prove, quarantine, wait, release, confirm. A plan never holds an object that a
 * listing shows to be referenced, a parent, in flight or pending; what is not proved is a candidate and stays one.
 */
import type { Cloud, OrphanCandidate, OrphanProof } from "../facts/cloud.ts";
import { humanBytes } from "../units.ts";

export type ReclaimStep = {
  id: string;
  kind:
    | "list"
    | "verify"
    | "notify"
    | "quarantine"
    | "wait"
    | "release"
    | "hide"
    | "deactivate"
    | "copy"
    | "delete-record"
    | "confirm";
  object: string | null;
  guard: string[];
  bytes: number | null;
  why: string;
};

export type ReclaimPlan = {
  steps: ReclaimStep[];
  candidates: readonly OrphanCandidate[];
  /** Those that may be moved to quarantine as soon as the live checks agree; none while there is a refusal. */
  ready: readonly OrphanCandidate[];
  /** At most this much, and only of candidates for which nothing but live checks is missing. */
  reclaimableBytes: number;
  /** Why no object may be touched yet; empty when the script may ask the cluster itself. */
  refusals: string[];
};

/** Share of the objects of a pool above which a plan is refused: so many orphans mean a wrong listing. */
export const MAX_SHARE_OF_POOL = 0.2;
/** Days that a quarantined object waits before its release. */
export const QUARANTINE_DAYS = 14;
/** Most objects that one plan names. */
const MAX_OBJECTS = 1_000;

/** Proofs that are made right before an object is touched: the first three by the script, the others by whoever starts it. */
const LIVE_PROOFS: ReadonlySet<OrphanProof> = new Set([
  "children-all",
  "watchers",
  "age",
  "no-other-glance",
  "fresh-listing",
]);

/** The plan for one cloud. Never touches anything: it names what a person, or the script, would do. */
export function reclaimPlan(cloud: Cloud): ReclaimPlan {
  const candidates = cloud.join?.candidates.slice(0, MAX_OBJECTS) ?? [];
  const refusals = refusalsOf(cloud);
  const ready =
    refusals.length === 0
      ? candidates.filter(({ missingProof }) => missingProof.every((proof) => LIVE_PROOFS.has(proof)))
      : [];
  return {
    candidates,
    ready,
    refusals,
    reclaimableBytes: ready.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    steps: [
      ...listingSteps(cloud),
      ...(candidates.length > 0 ? [proofStep(cloud)] : []),
      ...ready.flatMap(objectSteps),
      ...(ready.length > 0 ? [confirmStep(ready)] : []),
    ],
  };
}

function refusalsOf({ join, catalog, words, intake }: Cloud): string[] {
  if (!join || join.candidateCount === 0) return [];
  const refusals: string[] = [];
  if (catalog?.reach.cutOff) refusals.push("the image listing is cut off: rows are missing");
  if (catalog && catalog.reach.allVisibilities !== true)
    refusals.push("the image listing does not show that it holds all visibilities");
  if (catalog && catalog.reach.hidden !== "included")
    refusals.push("the image listing does not show that it holds hidden images");
  const regions = unaskedRegions(intake);
  if (regions.length > 0)
    refusals.push(
      `Keystone's catalogue has an image service in ${regions.join(", ")} that was not asked: collect with --region for each, as it may keep its images here too`,
    );
  if (words.multipleGlances) refusals.push("another Glance uses the same store: its images are not in the listing");
  if (join.candidateCount > join.objectCount * MAX_SHARE_OF_POOL)
    refusals.push(
      `${join.candidateCount} of ${join.objectCount} objects look like orphans: more than ${MAX_SHARE_OF_POOL * 100} % means that the listing is not the one of this store`,
    );
  return refusals;
}

/** Regions with a Glance of their own, of which no snapshot that was given holds the images. */
function unaskedRegions({ artefacts }: Cloud["intake"]): string[] {
  const manifests = artefacts.flatMap((one) => (one.kind === "snapshot" ? [one.manifest] : []));
  const asked = new Set(manifests.flatMap(({ region }) => region?.split(", ") ?? []));
  return [...new Set(manifests.flatMap(({ otherRegions = [] }) => otherRegions))].filter((one) => !asked.has(one));
}

function listingSteps(cloud: Cloud): ReclaimStep[] {
  const rbd =
    cloud.objects.rowCount > 0 || cloud.glance.some(({ stores }) => stores.some(({ type }) => type === "rbd"));
  const steps: ReclaimStep[] = [
    step(
      "list-images",
      "list",
      null,
      [
        "as admin",
        "visibility=all, once with os_hidden=false and once with os_hidden=true",
        "all pages, sorted by created_at and id",
      ],
      "a plain listing leaves out hidden images and the community images of other projects",
    ),
    step(
      "list-database",
      "list",
      null,
      [
        "all rows of images, also the deleted ones, and all rows of image_locations",
        "from a read replica, with the command above the rows, so that it is seen what was asked for",
      ],
      "no listing of the API shows images that wait for the scrubber",
    ),
  ];
  if (rbd)
    steps.push(
      step(
        "list-objects",
        "list",
        null,
        ["rbd ls -l, rbd du and rbd trash ls --all of the images pool", "rbd ls -l of every pool that holds clones"],
        "a clone in any pool, or in the trash, keeps its parent alive",
      ),
    );
  if (!rbd || cloud.glance.some(({ stores }) => stores.some(({ type }) => type === "file")))
    steps.push(
      step(
        "list-files",
        "list",
        null,
        ["names and sizes of the files in the data directory"],
        "files are compared with image ids and with the paths of locations",
      ),
    );
  return steps;
}

function proofStep(cloud: Cloud): ReclaimStep {
  const missing = new Set(cloud.join?.candidates.flatMap(({ missingProof }) => missingProof) ?? []);
  return step(
    "prove",
    "verify",
    null,
    [...missing].sort(),
    "a candidate is not an orphan until each of these was shown",
  );
}

function objectSteps(candidate: OrphanCandidate): ReclaimStep[] {
  return candidate.kind === "file" ? fileSteps(candidate) : rbdSteps(candidate);
}

function rbdSteps({ pool, name, bytes }: OrphanCandidate): ReclaimStep[] {
  const object = pool === null ? name : `${pool}/${name}`;
  const guards = [
    "no image record, no location names it",
    "rbd children --all of every snapshot is empty",
    "no watcher",
    "older than 24 hours, in a listing of the last day",
  ];
  return [
    step(
      `quarantine ${object}`,
      "quarantine",
      object,
      guards,
      "out of sight, not gone: rbd trash restore brings it back",
      bytes,
    ),
    waitStep(object),
    step(
      `release ${object}`,
      "release",
      object,
      ["restore, then snap unprotect: busy means that a clone exists, stop", "snap rm, then rm"],
      "a purge passes over a trashed image that still has its snapshot, says 100 % and frees nothing",
      bytes,
    ),
  ];
}

function fileSteps({ name, bytes }: OrphanCandidate): ReclaimStep[] {
  const guards = ["no image record, no location names it", "not written for 24 hours", "no node has it open"];
  return [
    step(
      `quarantine ${name}`,
      "quarantine",
      name,
      guards,
      "moved to a directory beside the store on the same file system: moving it back restores it",
      bytes,
    ),
    waitStep(name),
    step(
      `release ${name}`,
      "release",
      name,
      ["still no image record"],
      "only a removed file gives its blocks back",
      bytes,
    ),
  ];
}

const waitStep = (object: string): ReclaimStep =>
  step(
    `wait ${object}`,
    "wait",
    object,
    [`${QUARANTINE_DAYS} days without a complaint`],
    "whoever misses it has time to say so",
  );

function confirmStep(ready: readonly OrphanCandidate[]): ReclaimStep {
  const bytes = ready.reduce((sum, candidate) => sum + (candidate.bytes ?? 0), 0);
  return step(
    "confirm",
    "confirm",
    null,
    [`stored bytes of the pool in ceph df fall by at most ${humanBytes(bytes)}`],
    "judge by stored bytes, not by an exit status",
    bytes,
  );
}

function step(
  id: string,
  kind: ReclaimStep["kind"],
  object: string | null,
  guard: string[],
  why: string,
  bytes: number | null = null,
): ReclaimStep {
  return { id, kind, object, guard, bytes, why };
}
