/**
 * The answer, `glancewright.review/1`: one zod object that prompts a model, validates what comes back, and is rendered.
 * Everything else imports its types only; zod itself is loaded where an answer is validated.
 */
import * as z from "zod";
import type { Problem } from "../check/problem.ts";
import { PROBLEMS } from "../check/problem.ts";
import { SEVERITIES } from "../check/rule.ts";
import { MODES } from "../facts/mode.ts";

const fingerprint = z.string().describe("stable name of a finding");
const evidence = z.array(z.string()).describe("fingerprints of findings, or names of facts");
const bytes = z.int().min(0).nullable().describe("bytes; null: not known from what was given");
const badge = z
  .enum(["paper", "loader", "seen"])
  .describe("paper: rules and catalogue; loader: accepted by Glance's own loader; seen: in a snapshot of this cloud");
const severity = z.enum(SEVERITIES);
const part = z.enum(["a", "b", "c", "d", "e"]);

const changeSchema = z.strictObject({
  file: z.string(),
  section: z.string(),
  key: z.string(),
  value: z.string().nullable().describe("null removes the key"),
  was: z.string().nullable(),
  line: z.int().nullable(),
  conditional: z.boolean().describe("a template that depends on something unknown"),
  perNode: z.boolean().optional().describe("a different value on each node"),
  why: z.string(),
  findings: z.array(fingerprint),
});

const findingSchema = z.strictObject({
  rule: z.string(),
  fingerprint,
  problem: z.enum(Object.keys(PROBLEMS) as [Problem, ...Problem[]]),
  severity,
  part,
  option: z.string().describe("[section]key, or a word of the vocabulary"),
  file: z.string(),
  line: z.int().nullable(),
  scope: z.string().nullable(),
  title: z.string(),
  why: z.string(),
  fix: z.string().nullable(),
  objects: z.array(z.string()),
  sources: z.array(z.string()),
  consequences: z.array(
    z.strictObject({
      rule: z.string(),
      title: z.string(),
      option: z.string(),
      file: z.string(),
      line: z.int().nullable(),
    }),
  ),
  badge,
});

const storeSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  role: z.enum(["hot", "standard", "archive", "read-only", "reserved"]),
  weight: z.int().nullable(),
  why: z.string(),
});
const defaultStoreSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  change: z.boolean().describe("differs from the current default"),
  conditional: z.boolean().optional(),
});

const partASchema = z.strictObject({
  stores: z.array(storeSchema),
  defaultStore: defaultStoreSchema.nullable(),
  perSite: z
    .array(z.strictObject({ site: z.string(), stores: z.array(z.string()), defaultStore: z.string().nullable() }))
    .optional(),
  cow: z.strictObject({
    recommend: z.enum(["yes", "no", "conditional"]),
    consumers: z.array(
      z.strictObject({
        consumer: z.enum(["nova", "cinder"]),
        scope: z.string(),
        store: z.string(),
        verdict: z.enum(["yes", "no", "unknown"]),
        brokenBy: z.string().nullable(),
        because: z.string(),
        badge,
      }),
    ),
    observed: z.array(
      z.strictObject({ pool: z.string(), consumer: z.enum(["nova", "cinder"]), disks: z.int(), clones: z.int() }),
    ),
    why: z.string(),
  }),
  placement: z.strictObject({
    policy: z.array(z.string()).describe("a short text, ready to publish"),
    stores: z.array(z.strictObject({ id: z.string(), images: z.int().nullable(), bytes, capacityBytes: bytes })),
    moves: z.array(z.strictObject({ what: z.string(), images: z.int().nullable(), bytes, how: z.string() })),
    cost: z.string().nullable().describe("only at prices that the operator gave"),
    why: z.string(),
  }),
  existingImages: z.array(z.strictObject({ order: z.int(), what: z.string(), check: z.string() })),
  why: z.string(),
  evidence,
});

const partBSchema = z.strictObject({
  policyFormat: z.enum(["raw", "qcow2", "conditional"]),
  paths: z.array(
    z.strictObject({
      path: z.enum(["import", "put", "dashboard", "snapshots", "pipelines", "copy-image"]),
      enforced: z.enum(["yes", "no", "partly", "unknown"]),
      how: z.string(),
    }),
  ),
  figures: z.array(
    z.strictObject({ label: z.string(), value: z.number(), unit: z.string(), assumption: z.string().nullable() }),
  ),
  migration: z.array(
    z.strictObject({ order: z.int(), what: z.string(), images: z.int().nullable(), bytes, how: z.string() }),
  ),
  changes: z.array(changeSchema),
  why: z.string(),
  evidence,
});

const countsSchema = z.strictObject({ high: z.int(), medium: z.int(), low: z.int(), info: z.int() });

const partCSchema = z.strictObject({
  changes: z.array(changeSchema),
  diff: z.string(),
  verification: z.strictObject({
    before: countsSchema,
    after: countsSchema,
    introduced: z.array(z.strictObject({ rule: z.string(), fingerprint, title: z.string() })),
    unresolved: z.array(z.strictObject({ rule: z.string(), fingerprint, title: z.string(), why: z.string() })),
    dropped: z.array(z.strictObject({ change: changeSchema, why: z.string() })),
    badge,
  }),
  rollout: z.array(z.strictObject({ order: z.int(), process: z.string(), action: z.string(), check: z.string() })),
  rollback: z.strictObject({ steps: z.array(z.string()), doesNotUndo: z.array(z.string()) }),
  channel: z.string().nullable().describe("where the deployment tool wants these lines"),
  why: z.string(),
  evidence,
});

const partDSchema = z.strictObject({
  glanceCache: z.enum(["on", "off", "optional", "off_or_only_for_archive", "conditional"]),
  size: z.strictObject({ bytes: z.int(), from: z.string() }).nullable(),
  schedule: z.array(
    z.strictObject({ what: z.enum(["pruner", "cleaner", "prefetch"]), when: z.string(), how: z.string() }),
  ),
  nova: z.array(z.string()),
  cinder: z.array(z.string()),
  doNotCache: z.array(z.string()),
  changes: z.array(changeSchema),
  why: z.string(),
  evidence,
});

const stepSchema = z.strictObject({
  id: z.string(),
  kind: z.enum([
    "list",
    "verify",
    "notify",
    "quarantine",
    "wait",
    "release",
    "hide",
    "deactivate",
    "copy",
    "delete-record",
    "confirm",
  ]),
  object: z.string().nullable(),
  guard: z.array(z.string()),
  command: z.string().nullable().describe("rendered by Glancewright, never by a model"),
  bytes,
  why: z.string(),
});

/** The safety words of part (e). */
export const SAFETY_WORDS = [
  "list_all_visibilities_and_hidden",
  "check_children_before_delete",
  "trash_or_dry_run_first",
  "compare_strong_hash_before_dedup",
  "keep_old_image_until_no_clones",
  "owner_consent_or_deactivate_first",
  "compare_files_with_image_ids",
  "migrate_before_removing_a_store",
  "per_store_delete_through_the_api",
] as const;

const partESchema = z.strictObject({
  steps: z.array(stepSchema),
  includes: z.array(z.enum(SAFETY_WORDS)),
  orphans: z.array(
    z.strictObject({ pool: z.string().nullable(), name: z.string(), bytes, missingProof: z.array(z.string()) }),
  ),
  missing: z.array(z.strictObject({ imageId: z.string(), store: z.string().nullable() })),
  duplicateGroups: z.array(z.array(z.string())),
  reclaimableBytes: z.int().min(0).describe("at most; 0 where nothing is proved"),
  leftAlone: z.array(z.strictObject({ object: z.string(), why: z.string() })),
  visibility: z.array(z.strictObject({ what: z.string(), who: z.string(), policy: z.string() })),
  why: z.string(),
  evidence,
});

const designSchema = z.strictObject({
  a: partASchema,
  b: partBSchema,
  c: partCSchema,
  d: partDSchema,
  e: partESchema,
});

/** What a model had to do with the answer: absent where none was asked. */
const modelSchema = z.strictObject({
  name: z.string().describe("provider:model"),
  outcome: z.enum(["used", "partly", "not-used"]).describe("not-used: the design is the rules' own"),
  because: z.string().nullable().describe("why nothing, or not everything, of the model's answer is shown"),
  headline: z.string().nullable(),
  changed: z.array(z.strictObject({ part, what: z.string() })).describe("what differs from the rules' own design"),
  work: z.array(z.strictObject({ finding: fingerprint, why: z.string() })).describe("findings, first things first"),
  unknown: z.array(z.string()),
  dropped: z
    .array(z.strictObject({ where: z.string(), why: z.string() }))
    .describe("places of its answer that did not hold; never their text"),
  prompt: z.strictObject({ name: z.string(), version: z.int(), hash: z.string() }),
  context: z.strictObject({ tokens: z.int(), countedBy: z.string(), leftOut: z.array(z.string()) }),
  rounds: z.int().min(0).describe("requests sent; 0 when the answer was kept from before"),
  usage: z.strictObject({ input: z.int(), cachedInput: z.int(), cacheWrite: z.int(), output: z.int() }),
  cost: z.strictObject({ amount: z.number(), currency: z.string() }).nullable().describe("null: no prices are set"),
  cached: z.boolean(),
});

export const reviewSchema = z.strictObject({
  schema: z.literal("glancewright.review/1"),
  mode: z.enum(MODES),
  release: z.string().describe('"2025.1", "unknown", or "mixed:2023.1,2025.1"'),
  answeredBy: z.string(),
  verdict: z.strictObject({ headline: z.string(), safeNow: z.array(z.string()) }),
  facts: z.record(z.string(), z.json()),
  effective: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
  findings: z.array(findingSchema),
  unchecked: z.array(z.strictObject({ rule: z.string(), needs: z.array(z.string()) })),
  questions: z.array(z.strictObject({ id: z.string(), ask: z.string(), unlocks: z.int() })),
  answers: z
    .array(z.strictObject({ question: z.string(), answer: z.string(), evidence }))
    .describe("direct answers to what the operator asked"),
  design: designSchema,
  model: modelSchema.optional(),
  redactions: z.array(z.strictObject({ file: z.string(), line: z.int(), kind: z.string() })),
  inputs: z.array(z.strictObject({ file: z.string(), kind: z.string(), note: z.string().nullable() })),
});

export type Review = z.infer<typeof reviewSchema>;
export type ReviewFinding = z.infer<typeof findingSchema>;
export type Design = z.infer<typeof designSchema>;
export type PartA = z.infer<typeof partASchema>;
export type PartB = z.infer<typeof partBSchema>;
export type PartC = z.infer<typeof partCSchema>;
export type PartD = z.infer<typeof partDSchema>;
export type PartE = z.infer<typeof partESchema>;
export type Step = z.infer<typeof stepSchema>;
export type ModelRecord = z.infer<typeof modelSchema>;
export type SafetyWord = (typeof SAFETY_WORDS)[number];
