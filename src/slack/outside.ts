/** Postings of a request: sent once, and found again by the marker in their metadata after a crash. */
import type { WebClient } from "@slack/web-api";
import { GlancewrightError } from "../errors.ts";
import type { MessageAt } from "../store/store.ts";
import type { Outside } from "../work/work.ts";
import { type Clients, putOff } from "./clients.ts";
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
export function messageOutside(
  { posting, bulk }: Clients,
  { channel, thread }: Destination,
  message: SlackMessage,
): Outside {
  const { text, blocks } = sendable(message);
  return {
    async send(marker) {
      const { channel: at, ts } = await putOff(() =>
        posting.chat.postMessage({
          channel,
          text,
          ...(blocks.length > 0 ? { blocks } : {}),
          ...(thread ? { thread_ts: thread } : {}),
          metadata: { event_type: EVENT, event_payload: { marker } },
          ...QUIET,
        }),
      );
      return place(at, ts);
    },
    async find(marker, since) {
      const wanted = ({ metadata }: Found): boolean => metadata?.event_payload?.["marker"] === marker;
      return placed(channel, await findMessage(bulk, { channel, thread }, since, wanted));
    },
  };
}

/** Files in a thread, under one comment. They carry no metadata: the comment holds the reference. */
export function filesOutside(
  { posting, bulk }: Clients,
  { channel, thread }: Destination,
  files: readonly SlackFile[],
  comment: string,
): Outside & { uploaded: ReadonlySet<string> } {
  const uploaded = new Set<string>();
  const referenceOf = (marker: string): string => `ref ${marker.slice(0, 8)}${marker.slice(marker.indexOf("/"))}`;
  const find = async (marker: string, since: Date): Promise<MessageAt | null> => {
    const wanted = ({ text }: Found): boolean => text?.includes(referenceOf(marker)) === true;
    const found = await findMessage(bulk, { channel, thread }, since, wanted);
    for (const { id } of found?.files ?? []) if (id) uploaded.add(id);
    return placed(channel, found);
  };
  return {
    uploaded,
    async send(marker) {
      const began = new Date(Date.now() - 60_000);
      const answer = await putOff(() =>
        posting.filesUploadV2({
          channel_id: channel,
          ...(thread ? { thread_ts: thread } : {}),
          initial_comment: `${comment} (${referenceOf(marker)})`,
          file_uploads: files.map(({ name, title, content, alt }) => ({
            filename: name,
            title,
            file: typeof content === "string" ? Buffer.from(content) : Buffer.from(content),
            ...(alt ? { alt_text: alt } : {}),
          })),
        } as Parameters<WebClient["filesUploadV2"]>[0]),
      );
      const ids = uploadedIds(answer);
      for (const id of ids) uploaded.add(id);
      // where sharing is slow, the thread does not show the message yet: the first file's own id stands for it
      return (await find(marker, began)) ?? { channel, ts: ids[0] ?? "unknown-file" };
    },
    find,
  };
}

/** Ids of the files of an upload, as its answer lists them. */
export function uploadedIds(answer: unknown): string[] {
  const { files } = answer as { files?: { files?: { id?: string }[] }[] };
  return (files ?? []).flatMap((group) => group.files ?? []).flatMap(({ id }) => id ?? []);
}

type Found = {
  ts?: string;
  text?: string;
  files?: { id?: string }[];
  metadata?: { event_payload?: Record<string, unknown> };
};

async function findMessage(
  client: WebClient,
  { channel, thread }: Destination,
  since: Date,
  wanted: (message: Found) => boolean,
): Promise<Found | null> {
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
    if (found?.ts) return found;
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

const placed = (channel: string, found: Found | null): MessageAt | null =>
  found?.ts ? { channel, ts: found.ts } : null;

function place(channel: string | undefined, ts: string | undefined): MessageAt {
  if (channel && ts) return { channel, ts };
  throw new GlancewrightError("slack.unexpected", {
    expected: "channel and time of a posted message",
    got: "an answer without them",
    next: "See whether Slack has an incident, and try again.",
  });
}
