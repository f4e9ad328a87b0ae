/**
 * Messages and mentions become requests before Slack is told that they arrived. Whatever cannot be claimed is not
 * acknowledged, so that Slack delivers it again.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Incoming, Queue } from "../../work/work.ts";
import type { Desk } from "../desk.ts";
import { typed } from "../given.ts";
import { namedFiles } from "../render/forms.ts";
import {
  type FollowUpRequest,
  KINDS,
  type ReviewRequest,
  type ShortRequest,
  type SnapshotRequest,
} from "../requests.ts";

const eventBody = z.object({
  type: z.literal("event_callback"),
  event_id: z.string(),
  team_id: z.string().default(""),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    channel: z.string().optional(),
    channel_type: z.string().optional(),
    user: z.string().optional(),
    user_team: z.string().optional(),
    team: z.string().optional(),
    bot_id: z.string().optional(),
    text: z.string().default(""),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    files: z.unknown().optional(),
  }),
});

type Told = {
  channel: string;
  ts: string;
  thread: string | null;
  direct: boolean;
  mention: boolean;
  /** It begins with the name of somebody else. */
  toOthers: boolean;
  user: string;
  workspace: string;
  text: string;
  files: ReviewRequest["files"];
};

/** Subtypes in which people say something; edits, joins and the like are none. */
const SAID = new Set<string | undefined>([undefined, "file_share", "thread_broadcast"]);

/** What a delivery says to us; null when it is none of our concern. */
function readDelivery(body: unknown, self: string): Told | null {
  const read = eventBody.safeParse(body);
  if (!read.success) return null;
  const { event, team_id: team } = read.data;
  const { type, subtype, channel, channel_type, user, ts, thread_ts, bot_id, text, files } = event;
  if ((type !== "message" && type !== "app_mention") || !SAID.has(subtype)) return null;
  // our own uploads do not always say that a bot made them
  if (!channel || !user || !ts || bot_id || user === self) return null;
  const direct = channel_type === "im";
  return {
    channel,
    ts,
    // under the agent view each message of a direct conversation begins a thread
    thread: thread_ts ?? (direct ? ts : null),
    direct,
    mention: type === "app_mention",
    user,
    workspace: event.user_team ?? event.team ?? team,
    ...addressed(text, self),
    files: namedFiles(files),
  };
}

/** The text without the name of the bot before it. Slack writes & < > as entities. */
function addressed(text: string, self: string): Pick<Told, "text" | "toOthers"> {
  const [whole = "", first] = /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>\s*/.exec(text) ?? [];
  const toOthers = first !== undefined && first !== self;
  const said = toOthers ? text : text.slice(whole.length);
  return { toOthers, text: said.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&") };
}

/** What people say to one another when an answer has come. */
const COURTESY =
  /^(thanks?( you)?|thx|ty|ok(ay)?|great|nice|cool|perfect|done|got it|will do|lgtm|\+1|:[a-z0-9_+-]+:)( (all|everyone|a lot|so much|glance))?[\s.!]*$/i;

/** Claims a delivery; resolves when it is kept or is none of ours. */
export async function claim(desk: Desk, queue: Pick<Queue, "accept">, body: unknown): Promise<void> {
  const told = readDelivery(body, desk.self.user);
  if (!told) return;
  const incoming = await incomingOf(desk, told);
  if (!incoming) return;
  const { repeated, request } = await queue.accept(incoming);
  desk.log("event.claimed", { request, repeated, kind: incoming.kind });
}

async function incomingOf(desk: Desk, told: Told): Promise<Incoming | null> {
  const head = told.thread ? await desk.store.cases.ofThread({ channel: told.channel, ts: told.thread }) : null;
  const joins = head?.id ?? (await underWay(desk, told));
  // in a channel only mentions and threads of ours are meant for us
  if (!joins && !told.direct && !told.mention) return null;
  if (!told.mention && told.files.length === 0 && (told.toOthers || (joins && COURTESY.test(told.text.trim()))))
    return null;
  // a mention also arrives as a message of its thread: one key for both
  const event = `message:${told.channel}:${told.ts}`;
  const asked = {
    by: { user: told.user, workspace: told.workspace },
    place: { channel: told.channel, thread: joins ? told.thread : (told.thread ?? told.ts), direct: told.direct },
  };
  const word = told.text.trim().toLowerCase();
  if (joins && word === "forget") {
    const data: ShortRequest = { ...asked, what: "forget" };
    return { event, kind: KINDS.short, caseId: null, data };
  }
  if (told.files.length === 0 && /^(help|hi|hello|\?)?$/.test(word)) {
    const data: ShortRequest = { ...asked, what: "help" };
    return { event, kind: KINDS.short, caseId: joins, data };
  }
  const snapshots = told.files.filter(({ name }) => /\.snapshot\.tar\.gz$/i.test(name));
  if (snapshots.length > 0) {
    const data: SnapshotRequest = { ...asked, cloud: onlyCloud(desk, told.channel), files: snapshots };
    return { event, kind: KINDS.snapshot, caseId: null, data };
  }
  // a thread of /glance why has no answer before its first files
  const asksWhy = head !== null && (await isNightThread(desk, head.id));
  const answered = joins !== null && !asksWhy;
  const words = typed(told.text, answered ? "question" : "request.md");
  const given = { files: told.files, sources: words.sources, redactions: words.redactions };
  if (answered) {
    const question = words.isMaterial ? "" : words.sources.map(({ text }) => text).join("\n");
    const sources = words.isMaterial ? words.sources : [];
    const data: FollowUpRequest = { ...asked, ...given, sources, question, model: desk.models.names[0] ?? null };
    const lane = data.model !== null && question !== "" ? "slow" : "quick";
    return { event, kind: KINDS.followUp, caseId: joins, data, lane };
  }
  const data: ReviewRequest = {
    ...asked,
    ...given,
    kind: "design",
    release: null,
    cloud: cloudOf(desk, told.channel),
    model: asksWhy ? null : (desk.models.names[0] ?? null),
    brief: asksWhy,
  };
  return { event, kind: KINDS.review, caseId: joins ?? randomUUID(), data };
}

/** The case that is being opened in the thread at this moment: a file dropped at once belongs to it. */
async function underWay({ store }: Desk, { channel, thread, ts }: Told): Promise<string | null> {
  return thread === null || thread === ts ? null : store.requests.underWay({ channel, ts: thread });
}

async function isNightThread({ store }: Desk, caseId: string): Promise<boolean> {
  if ((await store.cases.history(caseId)).length > 0) return false;
  return (await store.messages.ofCase(caseId)).some(({ purpose }) => purpose === "why");
}

/** The cloud of the channel, or the only one there is. */
export function onlyCloud(desk: Pick<Desk, "settings">, channel: string): string | null {
  const names = Object.keys(desk.settings.clouds);
  return cloudOf(desk, channel) ?? (names.length === 1 ? (names[0] ?? null) : null);
}

/** The cloud that the settings bind to a channel. */
export function cloudOf({ settings }: Pick<Desk, "settings">, channel: string): string | null {
  return Object.entries(settings.clouds).find(([, cloud]) => cloud.channel === channel)?.[0] ?? null;
}
