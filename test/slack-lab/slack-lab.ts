/**
 * A local Slack: the pinned emulator keeps messages, files and views; our front before it is strict where the emulator is
 * not, delivers over sockets or signed HTTP, and can fail. It stands for Slack's wire, never for Slack.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { createEmulator } from "emulate";
import { refusedView } from "./block-kit.ts";
import { type Deliveries, httpDeliveries, socketDeliveries } from "./deliveries.ts";
import { type Front, startFront } from "./front.ts";
import { BOT_USER, type Person, personOf, TEAM } from "./person.ts";

export const BOT_TOKEN = "xoxb-invented-for-the-lab";
export const APP_TOKEN = "xapp-invented-for-the-lab";
export const SIGNING_SECRET = "invented-signing-secret";

/** Scopes of manifest.json. */
const GRANTED = [
  "commands",
  "chat:write",
  "app_mentions:read",
  "im:history",
  "im:write",
  "channels:history",
  "groups:history",
  "files:read",
  "files:write",
  "users:read",
];

export type LabMessage = {
  ts: string;
  thread_ts?: string;
  user?: string;
  text: string;
  blocks?: readonly Record<string, unknown>[];
  metadata?: { event_payload?: Record<string, unknown> };
  files?: readonly { id: string; name: string; title?: string }[];
};

export type SlackLab = Front & {
  mode: "socket" | "http";
  deliveries: Deliveries;
  /** Where the app under test listens in HTTP mode. */
  app: { url: string };
  channel: string;
  /** What went to response URLs and to one person only. */
  whispers: { user: string; text: string; blocks: unknown }[];
  person: (name: "ada" | "guest" | "stranger") => Person;
  /** From now on what the bot posts comes back to it as an event, as Slack does; gives how many did. */
  echo: () => () => number;
  /** Of the channel, or of one thread in it. */
  messages: (channel: string, thread?: string) => Promise<LabMessage[]>;
  fileBytes: (id: string) => Promise<Buffer>;
  fileText: (id: string) => Promise<string>;
  call: (method: string, body: Readonly<Record<string, unknown>>, token?: string) => Promise<Record<string, unknown>>;
  /** Polls until it holds, at most 20 seconds. */
  until: <Value>(
    look: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  ) => Promise<Value>;
};

const PEOPLE = ["ada", "guest", "stranger"] as const;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const at = probe.address();
  const port = typeof at === "object" && at ? at.port : 0;
  await new Promise((done) => probe.close(done));
  return port;
}

export async function startSlackLab({
  mode = "socket",
  scopes = GRANTED,
}: {
  mode?: "socket" | "http";
  scopes?: readonly string[];
} = {}): Promise<SlackLab> {
  const front = await startFront({ botToken: BOT_TOKEN, appToken: APP_TOKEN, scopes });
  const port = await freePort();
  const emulator = await createEmulator({
    service: "slack",
    port,
    // uploads and downloads pass through the front
    baseUrl: front.url,
    seed: {
      slack: {
        team: { name: "Lab", domain: "lab" },
        users: PEOPLE.map((name) => ({ name, real_name: name, email: `${name}@example.org` })),
        channels: [{ name: "cloud" }],
        bots: [{ name: "glancewright" }],
        tokens: PEOPLE.map((name) => ({ token: `xoxp-${name}`, user: name, scopes: ["chat:write", "files:write"] })),
      },
    },
  });
  front.emulator.url = `http://127.0.0.1:${port}`;
  const call: SlackLab["call"] = async (method, body, token = front.emulatorToken()) => {
    const answered = await fetch(`${front.emulator.url}/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answered.json()) as Record<string, unknown>;
  };
  return assemble(front, emulator, mode, call);
}

async function assemble(
  front: Front,
  emulator: { close: () => Promise<void> },
  mode: "socket" | "http",
  call: SlackLab["call"],
): Promise<SlackLab> {
  const app = { url: "" };
  const sockets = mode === "socket" ? socketDeliveries(front.server) : null;
  const deliveries = sockets ?? httpDeliveries(app, SIGNING_SECRET);
  const { channels } = (await call("conversations.list", {})) as { channels: { id: string; name: string }[] };
  const channel = channels.find(({ name }) => name === "cloud")?.id ?? "";
  const { members } = (await call("users.list", {})) as { members: { id: string; name: string; team_id: string }[] };
  const whispers: SlackLab["whispers"] = [];
  if (sockets) front.own.set("apps.connections.open", () => sockets.open());
  front.own.set("auth.test", () => ({
    ok: true,
    url: `${front.url}/`,
    team: "Lab",
    team_id: TEAM,
    user: "glance",
    user_id: BOT_USER,
    bot_id: "BBOT",
  }));
  front.own.set("users.info", ({ user }) => {
    const found = members.find(({ id }) => id === user);
    if (!found) return { ok: false, error: "user_not_found" };
    return {
      ok: true,
      user: { ...found, is_restricted: found.name === "guest", is_stranger: found.name === "stranger" },
    };
  });
  front.own.set("chat.postEphemeral", ({ user, text, blocks }) => {
    whispers.push({ user: String(user), text: String(text), blocks });
    return { ok: true, message_ts: "1.1" };
  });
  // blocks are looked at before any method
  front.own.set("blocks.validate", ({ view }) => {
    const refused = view === undefined ? null : refusedView(view);
    return refused ? { ok: false, error: refused } : { ok: true };
  });
  for (const method of ["assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"])
    front.own.set(method, () => ({ ok: true }));
  const lab: SlackLab = {
    ...front,
    mode,
    deliveries,
    app,
    channel,
    whispers,
    call,
    person: (name) => personOf(lab, { name, id: members.find((one) => one.name === name)?.id ?? "" }),
    echo: () => echoes(lab),
    async messages(at, thread) {
      const { messages } = thread
        ? await call("conversations.replies", { channel: at, ts: thread, include_all_metadata: true, limit: 200 })
        : await call("conversations.history", { channel: at, include_all_metadata: true, limit: 200 });
      return (messages ?? []) as LabMessage[];
    },
    fileText: async (id) => (await lab.fileBytes(id)).toString("utf8"),
    async fileBytes(id) {
      const { file } = (await call("files.info", { file: id })) as { file: { url_private_download: string } };
      const answered = await fetch(file.url_private_download, { headers: { authorization: `Bearer ${BOT_TOKEN}` } });
      return Buffer.from(await answered.arrayBuffer());
    },
    async until(look) {
      const end = Date.now() + 20_000;
      for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > end) throw new Error("it did not come to pass in 20 seconds");
        await new Promise((go) => setTimeout(go, 15));
      }
    },
    async stop() {
      await emulator.close();
      await front.stop();
    },
  };
  return lab;
}

/** Messages say that a bot made them; uploads do not always. */
function echoes(lab: SlackLab): () => number {
  let count = 0;
  lab.posted.push((method, body, answer) => {
    const isFile = method === "files.completeUploadExternal";
    if (method !== "chat.postMessage" && !isFile) return;
    const channel = String(answer["channel"] ?? body["channel"] ?? body["channel_id"] ?? "");
    const thread = body["thread_ts"];
    const event = {
      type: "message",
      ...(isFile ? { subtype: "file_share" } : { bot_id: "BBOT" }),
      channel,
      channel_type: channel.startsWith("D") ? "im" : "channel",
      user: BOT_USER,
      team: TEAM,
      text: String(body["text"] ?? body["initial_comment"] ?? ""),
      ts: String(answer["ts"] ?? `1800000000.${String(++count).padStart(6, "0")}`),
      ...(thread ? { thread_ts: thread } : {}),
    };
    count += isFile ? 0 : 1;
    lab.deliveries
      .send("events_api", { type: "event_callback", event_id: `Ev${randomUUID()}`, team_id: TEAM, event })
      // the bot may be ending
      .catch(() => {});
  });
  return () => count;
}
