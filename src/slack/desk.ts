/** What the handlers work with: everything outside the process, as arguments. */
import { createHash } from "node:crypto";
import type { AdviseOptions } from "../advisor/advise.ts";
import type { Model } from "../advisor/model.ts";
import type { Rule } from "../check/rule.ts";
import type { DoHistory } from "../hygiene/history-work.ts";
import type { Settings } from "../settings/settings.ts";
import type { MessageAt, Store } from "../store/store.ts";
import type { Attempt, Queue } from "../work/work.ts";
import { type Deed, refusalOf } from "./access.ts";
import type { Self } from "./check-token.ts";
import type { Clients } from "./clients.ts";
import type { Downloads, FileBytes } from "./downloads.ts";
import type { SlackFile, SlackMessage } from "./message.ts";
import { type Destination, filesOutside, messageOutside, QUIET, sendable } from "./outside.ts";
import type { People } from "./people.ts";
import { refused } from "./render/notices.ts";
import type { Asked } from "./requests.ts";
import type { Origin, Received } from "./snapshots.ts";

/** The models of the settings: the first is asked, the other by a button. */
export type Models = {
  names: readonly string[];
  open: (name: string) => Promise<Model>;
  /** Budget, cache and prices for a case. */
  options: (name: string, caseId: string) => Promise<Pick<AdviseOptions, "budget" | "cache" | "costOf">>;
};

export type Log = (event: string, detail: Readonly<Record<string, unknown>>) => void;

export type Desk = Clients & {
  self: Self;
  store: Store;
  rules: readonly Rule[];
  settings: Pick<Settings, "slack" | "clouds" | "limits">;
  models: Models;
  people: People;
  /** True for the first time that something is to be said; a later time, and soon after, nobody needs it again. */
  isNews: (key: string) => boolean;
  downloads: Downloads;
  fileBytes: FileBytes;
  /** Collects a snapshot of a cloud where the settings say how; does nothing where they do not. */
  collect: (cloud: string) => Promise<void>;
  /** Work with records, which may be large. */
  history: DoHistory;
  /** Reads a snapshot file and keeps it for its cloud. */
  receive: (cloud: string, path: string, hash: string, origin: Origin) => Promise<Received>;
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
  desk: Clients,
  attempt: Attempt,
  key: string,
  at: Destination,
  purpose: string,
  message: SlackMessage,
) {
  const sent = JSON.stringify(message);
  return attempt.post(
    { key, channel: at.channel, thread: at.thread, purpose, hash: hashOf(sent), bytes: bytesOf(sent) },
    messageOutside(desk, at, message),
  );
}

export async function postFiles(
  desk: Pick<Desk, "store"> & Clients,
  attempt: Attempt,
  key: string,
  at: Destination,
  files: readonly SlackFile[],
  comment: string,
): Promise<void> {
  if (files.length === 0) return;
  const hash = hashOf(files.map(({ name, content }) => `${name} ${hashOf(content)}`).join("\n"));
  const bytes = files.reduce((sum, { content }) => sum + bytesOf(content), 0);
  const outside = filesOutside(desk, at, files, comment);
  await attempt.post({ key, channel: at.channel, thread: at.thread, purpose: "files", hash, bytes }, outside);
  await attempt.step(`${key}-noted`, async () => {
    for (const id of outside.uploaded) await noteFile(desk, at.channel, id, attempt.request.caseId);
  });
}

/** A file is kept by Slack apart from the message that shows it, and is taken back by its own id. */
export function noteFile({ store }: Pick<Desk, "store">, channel: string, id: string, caseId: string | null) {
  return store.messages.note({ channel, ts: id, caseId, purpose: UPLOADED });
}
export const UPLOADED = "uploaded";

type Edit = { caseId: string; key: string; at: Destination };

/** Slack's words for a message that is gone, or may be edited no more. */
const NOT_EDITABLE = new Set(["message_not_found", "cant_update_message", "edit_window_closed", "thread_locked"]);

/**
 * Edits a message in place; the same edit again does no harm. One that cannot be edited any more is posted anew, once
 * for each `key`. Gives where the message is now.
 */
export async function edit(
  desk: Desk,
  attempt: Attempt,
  { channel, ts }: MessageAt,
  message: SlackMessage,
  { caseId, key, at }: Edit,
): Promise<MessageAt> {
  const { text, blocks } = sendable(message);
  try {
    await desk.bulk.chat.update({ channel, ts, text, blocks });
  } catch (error) {
    if (!NOT_EDITABLE.has(codeOf(error) ?? "")) throw error;
    return postMessage(desk, attempt, `${key}-anew`, at, "verdict", message);
  }
  const { store } = desk;
  const sent = JSON.stringify(message);
  await store.audit.note({
    caseId,
    to: "slack",
    target: channel,
    purpose: "edit",
    hash: hashOf(sent),
    bytes: bytesOf(sent),
  });
  return { channel, ts };
}

/** Where the verdict of a case stands; one that was posted anew counts, not what it stood for. */
export async function verdictOf({ store }: Pick<Desk, "store">, caseId: string): Promise<MessageAt | null> {
  const posted = (await store.messages.ofCase(caseId)).findLast(({ purpose }) => purpose === "verdict");
  return posted ? { channel: posted.channel, ts: posted.ts } : null;
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
  const person = await desk.people(asked.by.user);
  const why = refusalOf(desk.settings.slack, person, asked.place, deed);
  if (why === null) return true;
  // people talk under an answer: once is enough for a thread
  const { by, place } = asked;
  if (place.thread === null || desk.isNews(`refused ${by.user} ${place.channel} ${place.thread}`))
    await whisper(desk, attempt, "refused", asked, refused(why));
  return false;
}
