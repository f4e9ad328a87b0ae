/** What the handlers work with: everything outside the process, as arguments. */
import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import type { AdviseOptions } from "../advisor/advise.ts";
import type { Model } from "../advisor/model.ts";
import type { Rule } from "../check/rule.ts";
import type { Settings } from "../settings/settings.ts";
import type { Store } from "../store/store.ts";
import type { Attempt, Queue } from "../work/work.ts";
import { type Deed, refusalOf } from "./access.ts";
import type { Downloads, FileBytes } from "./downloads.ts";
import type { SlackFile, SlackMessage } from "./message.ts";
import { type Destination, filesOutside, messageOutside, QUIET, sendable } from "./outside.ts";
import type { People } from "./people.ts";
import { refused } from "./render/notices.ts";
import type { Asked } from "./requests.ts";
import type { Received } from "./snapshots.ts";

/** The models of the settings: the first is asked, the other by a button. */
export type Models = {
  names: readonly string[];
  open: (name: string) => Promise<Model>;
  /** Budget, cache and prices for a case. */
  options: (name: string, caseId: string) => Promise<Pick<AdviseOptions, "budget" | "cache" | "costOf">>;
};

export type Log = (event: string, detail: Readonly<Record<string, unknown>>) => void;

export type Desk = {
  client: WebClient;
  store: Store;
  rules: readonly Rule[];
  settings: Pick<Settings, "slack" | "clouds" | "limits">;
  models: Models;
  people: People;
  downloads: Downloads;
  fileBytes: FileBytes;
  /** Collects a snapshot of a cloud where the settings say how; does nothing where they do not. */
  collect: (cloud: string) => Promise<void>;
  /** Reads a snapshot file and keeps it for its cloud. */
  receive: (cloud: string, path: string, hash: string) => Promise<Received>;
  /** For work that follows from work. */
  accept: Queue["accept"];
  now: () => Date;
  log: Log;
};

const hashOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
const bytesOf = (content: string | Uint8Array): number =>
  typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;

/** Posts one message of a request, once for all attempts. */
export function postMessage(
  { client }: Desk,
  attempt: Attempt,
  key: string,
  at: Destination,
  purpose: string,
  message: SlackMessage,
) {
  const sent = JSON.stringify(message);
  return attempt.post(
    { key, channel: at.channel, thread: at.thread, purpose, hash: hashOf(sent), bytes: bytesOf(sent) },
    messageOutside(client, at, message),
  );
}

export async function postFiles(
  { client }: Desk,
  attempt: Attempt,
  key: string,
  at: Destination,
  files: readonly SlackFile[],
  comment: string,
): Promise<void> {
  if (files.length === 0) return;
  const hash = hashOf(files.map(({ name, content }) => `${name} ${hashOf(content)}`).join("\n"));
  const bytes = files.reduce((sum, { content }) => sum + bytesOf(content), 0);
  await attempt.post(
    { key, channel: at.channel, thread: at.thread, purpose: "files", hash, bytes },
    filesOutside(client, at, files, comment),
  );
}

/** Edits a message in place; the same edit again does no harm. */
export async function edit(
  { client, store }: Desk,
  { channel, ts }: { channel: string; ts: string },
  message: SlackMessage,
  caseId: string,
): Promise<void> {
  const { text, blocks } = sendable(message);
  await client.chat.update({ channel, ts, text, blocks });
  const sent = JSON.stringify(message);
  await store.audit.note({
    caseId,
    to: "slack",
    target: channel,
    purpose: "edit",
    hash: hashOf(sent),
    bytes: bytesOf(sent),
  });
}

/** Only for one person. Said once for all attempts; a whisper that cannot be heard stops nothing. */
export function whisper(
  { client, log }: Desk,
  attempt: Attempt,
  name: string,
  { by, place }: Asked,
  message: SlackMessage,
): Promise<boolean> {
  return attempt.step(`whisper-${name}`, async () => {
    const { text, blocks } = sendable(message);
    const thread = place.thread ? { thread_ts: place.thread } : {};
    try {
      await client.chat.postEphemeral({ channel: place.channel, user: by.user, text, blocks, ...thread, ...QUIET });
      return true;
    } catch (error) {
      log("whisper.failed", { name, code: codeOf(error) });
      return false;
    }
  });
}

/** Slack's word for what it refused, such as not_in_channel; null for anything else. */
export function codeOf(error: unknown): string | null {
  const { data } = (error ?? {}) as { data?: { error?: unknown } };
  return typeof data?.error === "string" ? data.error : null;
}

/** True when the person may; else they are told why, and nobody else. */
export async function admitted(desk: Desk, attempt: Attempt, asked: Asked, deed: Deed): Promise<boolean> {
  const person = await desk.people(asked.by.user, asked.by.workspace);
  const why = refusalOf(desk.settings.slack, person, asked.place, deed);
  if (why === null) return true;
  await whisper(desk, attempt, "refused", asked, refused(why));
  return false;
}
