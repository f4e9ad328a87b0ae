/** (e) What may be reclaimed, how, and what is left alone; visibility, protection and signing. */
import type { Finding } from "../check/finding.ts";
import type { Cloud, HeldObject } from "../facts/cloud.ts";
import { renderCommand } from "../hygiene/commands.ts";
import type { ReclaimStep } from "../hygiene/plan.ts";
import { reclaimPlan } from "../hygiene/plan.ts";
import { plural } from "../units.ts";
import type { Decisions } from "./decide.ts";
import type { PartE, SafetyWord, Step } from "./schema.ts";

/** Most rows of a kind in the answer: as many as a plan names. */
const MAX_ROWS = 1_000;
/** Most steps of single objects; the script holds them all. */
const MAX_STEPS = 100;

export function partE(cloud: Cloud, decisions: Decisions, findings: readonly Finding[]): PartE {
  const plan = reclaimPlan(cloud);
  const { join, catalog } = cloud;
  return {
    steps: [...shownSteps(plan.steps).map(asStep), ...duplicateSteps(cloud)],
    includes: safetyWords(cloud, decisions),
    orphans: plan.candidates
      .slice(0, MAX_ROWS)
      .map(({ pool, name, bytes, missingProof }) => ({ pool, name, bytes, missingProof: [...missingProof] })),
    missing: (join?.missingObjects ?? []).slice(0, MAX_ROWS).map(({ imageId, store }) => ({ imageId, store })),
    duplicateGroups: (catalog?.duplicates.examples ?? []).slice(0, MAX_ROWS).map(({ imageIds }) => [...imageIds]),
    reclaimableBytes: plan.reclaimableBytes,
    leftAlone: leftAlone(cloud, plan.refusals),
    visibility: visibility(cloud),
    why: whyReclaim(cloud, plan.refusals),
    evidence: findings.filter(({ part }) => part === "e").map(({ fingerprint }) => fingerprint),
  };
}

/** The first steps, and the last: how it is seen that anything was freed. */
const shownSteps = (steps: readonly ReclaimStep[]): readonly ReclaimStep[] =>
  steps.length <= MAX_STEPS ? steps : [...steps.slice(0, MAX_STEPS - 1), ...steps.slice(-1)];

const asStep = (step: ReclaimStep): Step => ({ ...step, command: renderCommand(step) });

function safetyWords(cloud: Cloud, { cow, api }: Decisions): SafetyWord[] {
  const rbd =
    cow !== "no" ||
    cloud.glance.some(({ stores }) => stores.some(({ type }) => type === "rbd")) ||
    cloud.objects.rowCount > 0;
  const files = api?.stores.some(({ type }) => type === "file") ?? false;
  const several = (api?.stores.filter(({ type }) => type !== "http").length ?? 0) > 1;
  const words: [SafetyWord, boolean][] = [
    ["list_all_visibilities_and_hidden", true],
    ["check_children_before_delete", rbd],
    ["trash_or_dry_run_first", true],
    ["compare_strong_hash_before_dedup", true],
    ["keep_old_image_until_no_clones", rbd],
    ["owner_consent_or_deactivate_first", true],
    ["compare_files_with_image_ids", files],
    ["migrate_before_removing_a_store", several],
    ["per_store_delete_through_the_api", several],
  ];
  return words.filter(([, holds]) => holds).map(([word]) => word);
}

function duplicateSteps(cloud: Cloud): Step[] {
  if ((cloud.catalog?.duplicates.groups ?? cloud.catalog?.redundantByHash ?? 0) === 0) return [];
  const step = (id: string, kind: Step["kind"], guard: string[], why: string): Step => ({
    id,
    kind,
    object: null,
    guard,
    command: null,
    bytes: null,
    why,
  });
  return [
    step(
      "compare-duplicates",
      "verify",
      ["same os_hash_algo, os_hash_value, size and disk_format", "never by name, never by size 0"],
      "the md5 checksum groups, only the strong hash proves",
    ),
    step(
      "count-references",
      "verify",
      ["servers, volumes, templates and pipelines that name each image", "rbd children --all of each copy"],
      "an image id is a reference: nothing merges two of them",
    ),
    step("ask-owners", "notify", ["owner of each copy"], "another project's image is not ours to remove"),
    step("hide-duplicates", "hide", ["one survivor per group, protected"], "hiding keeps every reference working"),
    step(
      "deactivate-duplicates",
      "deactivate",
      ["no boot for the waiting time"],
      "a deactivated image still exists and can come back",
    ),
    step(
      "delete-duplicates",
      "delete-record",
      ["no server, volume or clone refers to it"],
      "a copy with live clones frees nothing, and flattening them costs more than it frees",
    ),
  ];
}

const HELD_WORDS: Readonly<Record<HeldObject["reason"], string>> = {
  children: "a clone depends on it",
  stuck: "its record stopped half-way days ago: deleting the image record, when its owner agrees, frees this too",
  "in-flight": "its record is queued, saving or importing: something may still be writing it",
  "pending-delete": "the scrubber will free it",
  "not-uuid": "its name is not one of Glance's: ask whose it is",
  "in-trash": "already in the trash",
  "location-elsewhere": "an image refers to it under another name",
};

function leftAlone(cloud: Cloud, refusals: readonly string[]): PartE["leftAlone"] {
  const held = (cloud.join?.held ?? [])
    .slice(0, MAX_ROWS)
    .map(({ pool, name, reason }) => ({ object: pool === null ? name : `${pool}/${name}`, why: HELD_WORDS[reason] }));
  const once = new Map(held.map((row) => [`${row.object}\u0000${row.why}`, row]));
  return [...refusals.map((why) => ({ object: "every candidate", why })), ...once.values()];
}

function visibility(cloud: Cloud): PartE["visibility"] {
  const counts = cloud.catalog?.byVisibility;
  const rows: PartE["visibility"] = [];
  if (!counts || (counts["public"] ?? 0) > 0)
    rows.push({
      what: "public images: protected, with a date of the next build; builds before the current one hidden",
      who: "the team that publishes golden images",
      policy: "publicize_image stays with admin",
    });
  if ((counts?.["community"] ?? 0) > 0)
    rows.push({
      what: "community images: listed by visibility=community once a month, unused ones back to private",
      who: "their owners",
      policy: "communitize_image for members is the default: narrow it if nobody needs it",
    });
  if (cloud.catalog?.images?.fields.has("properties"))
    rows.push({
      what: "signed images: sign the raw bytes, verify at import",
      who: "the team that publishes golden images",
      policy: "a clone is never verified by Nova",
    });
  return rows;
}

const hasObjects = ({ objects, intake }: Cloud): boolean =>
  objects.rowCount > 0 || intake.artefacts.some(({ kind }) => kind === "file-listing");

function whyReclaim(cloud: Cloud, refusals: readonly string[]): string {
  const { join, catalog } = cloud;
  if (!join && !catalog && hasObjects(cloud))
    return "The store was listed and its images were not: every object looks like an orphan until they are.";
  if (!join && !catalog) return "No listing was given: the steps say how to get one that proves something.";
  if (!join)
    return "Image rows alone show duplicates and stale records; orphans need the listing of the store as well.";
  if (join.candidateCount === 0)
    return "Every object of the listing belongs to an image that was seen, or is held back for a reason.";
  return refusals.length > 0
    ? `${plural(join.candidateCount, "object")} without an image in the listing, and the listing proves nothing: ${refusals[0]}.`
    : `${plural(join.candidateCount, "object")} without an image in the listing: candidates until the missing proofs are made.`;
}
