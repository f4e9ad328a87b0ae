/** What a request carries between its acceptance and its work: no file, no secret, only what Slack can be asked for again. */
import { z } from "zod";

const redaction = z.object({ file: z.string(), line: z.number(), kind: z.string() });
const file = z.object({ id: z.string(), name: z.string(), size: z.number(), url: z.string() });

const common = {
  by: z.object({ user: z.string(), workspace: z.string() }),
  /** `thread` null: the answer starts one. */
  place: z.object({ channel: z.string(), thread: z.string().nullable(), direct: z.boolean() }),
};

/** Texts that came in Slack, after their secrets were replaced. */
const given = {
  files: z.array(file),
  sources: z.array(z.object({ name: z.string(), text: z.string() })),
  redactions: z.array(redaction),
};

export const reviewRequest = z.object({
  ...common,
  ...given,
  kind: z.enum(["design", "check", "hygiene"]),
  release: z.string().nullable(),
  cloud: z.string().nullable(),
  model: z.string().nullable(),
  /** Two lines for a phone now, the five parts on demand. */
  brief: z.boolean(),
});
export type ReviewRequest = z.infer<typeof reviewRequest>;

/** More for a case that is there: a question, files, or both. */
export const followUpRequest = z.object({ ...common, ...given, question: z.string(), model: z.string().nullable() });
export type FollowUpRequest = z.infer<typeof followUpRequest>;

/** Something to be made again from the last revision. */
export const againRequest = z.object({
  ...common,
  what: z.enum(["other-model", "full-report", "five-parts"]),
  model: z.string().nullable(),
});
export type AgainRequest = z.infer<typeof againRequest>;

export type Given = Pick<ReviewRequest, "files" | "sources" | "redactions">;
export type Asked = Pick<ReviewRequest, "by" | "place">;
/** Something short that is said in a thread: help, or that a case was forgotten. */
export const shortRequest = z.object({ ...common, what: z.enum(["help", "forget"]) });
export type ShortRequest = z.infer<typeof shortRequest>;

/** The digest of a cloud. `due` null: asked for now. */
export const digestRequest = z.object({ ...common, cloud: z.string(), due: z.iso.datetime().nullable() });
export type DigestRequest = z.infer<typeof digestRequest>;

/** Snapshots that were dropped; `cloud` null: nothing tells of which cloud. */
export const snapshotRequest = z.object({ ...common, cloud: z.string().nullable(), files: z.array(file) });
export type SnapshotRequest = z.infer<typeof snapshotRequest>;

export const KINDS = {
  review: "review",
  followUp: "follow-up",
  again: "again",
  short: "short",
  digest: "digest",
  snapshot: "snapshot",
} as const;
