/** Postings of a request: sent once, and found again by the marker in their metadata after a crash. */
import type { WebClient } from "@slack/web-api";
import { GlancewrightError } from "../errors.ts";
import type { MessageAt } from "../store/store.ts";
import type { Outside } from "../work/work.ts";
import { messageFaults } from "./faults.ts";
import type { SlackFile, SlackMessage } from "./message.ts";
import { fallback } from "./render/blocks.ts";

export type Destination = { channel: string; thread: string | null };

/** The name under which our metadata stands. */
const EVENT = "glancewright_posting";

export const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false } as const;

/** What Slack would refuse is sent as text alone, rather than not at all. */
export function sendable(message: SlackMessage): SlackMessage {
  const faults = messageFaults(message);
  return faults.length === 0 ? message : { text: fallback(`${message.text} (shown without layout)`), blocks: [] };
}

/** One message. */
export function messageOutside(client: WebClient, { channel, thread }: Destination, message: SlackMessage): Outside {
  const { text, blocks } = sendable(message);
  return {
    async send(marker) {
      const { channel: at, ts } = await client.chat.postMessage({
        channel,
        text,
        ...(blocks.length > 0 ? { blocks } : {}),
        ...(thread ? { thread_ts: thread } : {}),
        metadata: { event_type: EVENT, event_payload: { marker } },
        ...QUIET,
      });
      return place(at, ts);
    },
    find: (marker, since) =>
      findMessage(client, { channel, thread }, since, ({ metadata }) => metadata?.event_payload?.["marker"] === marker),
  };
}

/** Files in a thread, under one comment. They carry no metadata: the comment holds the reference. */
export function filesOutside(
  client: WebClient,
  { channel, thread }: Destination,
  files: readonly SlackFile[],
  comment: string,
): Outside {
  const referenceOf = (marker: string): string => `ref ${marker.slice(0, 8)}${marker.slice(marker.indexOf("/"))}`;
  const find: Outside["find"] = (marker, since) =>
    findMessage(client, { channel, thread }, since, ({ text }) => text?.includes(referenceOf(marker)) === true);
  return {
    async send(marker) {
      const began = new Date(Date.now() - 60_000);
      const uploaded = await client.filesUploadV2({
        channel_id: channel,
        ...(thread ? { thread_ts: thread } : {}),
        initial_comment: `${comment} (${referenceOf(marker)})`,
        file_uploads: files.map(({ name, title, content, alt }) => ({
          filename: name,
          title,
          file: typeof content === "string" ? Buffer.from(content) : Buffer.from(content),
          ...(alt ? { alt_text: alt } : {}),
        })),
      } as Parameters<WebClient["filesUploadV2"]>[0]);
      // where sharing is slow, the thread does not show the message yet: the file's own id stands for it
      return (await find(marker, began)) ?? { channel, ts: uploadedId(uploaded) };
    },
    find,
  };
}

function uploadedId(answer: unknown): string {
  const { files } = answer as { files?: { files?: { id?: string }[] }[] };
  return files?.[0]?.files?.[0]?.id ?? "unknown-file";
}

type Found = { ts?: string; text?: string; metadata?: { event_payload?: Record<string, unknown> } };

async function findMessage(
  client: WebClient,
  { channel, thread }: Destination,
  since: Date,
  wanted: (message: Found) => boolean,
): Promise<MessageAt | null> {
  // a clock that differs from Slack's by less than this loses nothing
  const oldest = String(Math.floor(since.getTime() / 1000) - 120);
  const common = { channel, oldest, limit: 200, include_all_metadata: true };
  let cursor: string | undefined;
  do {
    const page = { ...common, ...(cursor ? { cursor } : {}) };
    const answer = thread
      ? await client.conversations.replies({ ...page, ts: thread })
      : await client.conversations.history(page);
    const found = (answer.messages as Found[] | undefined)?.find(wanted);
    if (found?.ts) return { channel, ts: found.ts };
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

function place(channel: string | undefined, ts: string | undefined): MessageAt {
  if (channel && ts) return { channel, ts };
  throw new GlancewrightError("slack.unexpected", {
    expected: "channel and time of a posted message",
    got: "an answer without them",
    next: "See whether Slack has an incident, and try again.",
  });
}
