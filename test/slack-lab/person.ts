/** What a person does in Slack, with what Slack itself would check before it tells the app. */
import { randomUUID } from "node:crypto";
import type { Acknowledged } from "./deliveries.ts";
import type { LabMessage, SlackLab } from "./slack-lab.ts";

type Json = Readonly<Record<string, unknown>>;
export type Upload = { name: string; content: string | Uint8Array };
type OpenedView = {
  id: string;
  callback_id: string;
  private_metadata: string;
  blocks: readonly Json[];
  hash?: string;
};

type Where = { thread?: string; files?: readonly Upload[]; channel?: string; mention?: boolean };

export type Person = {
  id: string;
  slash: (text: string) => Promise<Acknowledged>;
  /** The form that is open, the last one. */
  view: () => Promise<OpenedView>;
  /** Fills in by block id; `Uint8Array` and texts with a name are files. Gives the app's errors, if any. */
  submit: (values: Readonly<Record<string, string | readonly Upload[]>>) => Promise<Json | null>;
  /** Posts a message, and gives what Slack would deliver of it: a mention arrives as two events. */
  prepare: (text: string, where?: Where) => Promise<{ ts: string; payloads: Json[] }>;
  /** A message in the channel, in a thread, or with files, delivered so many times. Gives its ts. */
  say: (text: string, where?: Where & { times?: number }) => Promise<string>;
  direct: () => Promise<string>;
  click: (message: LabMessage, action: string, channel?: string) => Promise<Acknowledged>;
  shortcut: (message: LabMessage) => Promise<Acknowledged>;
  home: (tab: "home" | "messages") => Promise<void>;
  /** A button of the home tab. */
  openFromHome: (action: string) => Promise<Acknowledged>;
};

export const TEAM = "T000000001";
export const BOT_USER = "UBOT";

export function personOf(lab: SlackLab, { name, id }: { name: string; id: string }): Person {
  const who = { id, username: name, name, team_id: TEAM };
  const interactive = (payload: Json): Promise<Acknowledged> =>
    lab.deliveries.send("interactive", {
      team: { id: TEAM, domain: "lab" },
      user: who,
      api_app_id: "A1",
      token: "old",
      ...payload,
    });
  const trigger = async (): Promise<string> =>
    String((await lab.call("views.generateTriggerId", { user_id: id, user: id }))["trigger_id"] ?? "");
  const view = async (): Promise<OpenedView> => {
    const opened = lab.calls.findLast(({ method, answer }) => method === "views.open" && answer["ok"] === true);
    if (!opened) throw new Error("no form is open");
    return { ...(opened.body["view"] as Json), ...(opened.answer["view"] as Json) } as unknown as OpenedView;
  };

  const prepare: Person["prepare"] = async (
    text,
    { thread, files = [], channel = lab.channel, mention = false } = {},
  ) => {
    const shared = await Promise.all(files.map((file) => upload(lab, name, file)));
    const message = { channel, text: text || " ", ...(thread ? { thread_ts: thread } : {}) };
    const ts = String((await lab.call("chat.postMessage", message, `xoxp-${name}`))["ts"]);
    const event = {
      type: "message",
      channel,
      channel_type: channel.startsWith("D") ? "im" : "channel",
      user: id,
      team: TEAM,
      text: text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
      ts,
      ...(thread ? { thread_ts: thread } : {}),
      ...(shared.length > 0 ? { subtype: "file_share", files: shared } : {}),
    };
    const inner = [
      event,
      ...(mention ? [{ ...event, type: "app_mention", text: `<@${BOT_USER}> ${event.text}` }] : []),
    ];
    return { ts, payloads: inner.map(envelope) };
  };

  return {
    id,
    view,
    async slash(text) {
      const response = responseUrl(lab, id);
      return lab.deliveries.send("slash_commands", {
        token: "old",
        team_id: TEAM,
        team_domain: "lab",
        channel_id: lab.channel,
        channel_name: "cloud",
        user_id: id,
        user_name: name,
        command: "/glance",
        text,
        api_app_id: "A1",
        is_enterprise_install: "false",
        response_url: response,
        trigger_id: await trigger(),
      });
    },
    async submit(values) {
      const open = await view();
      const state = await stateOf(lab, name, open, values);
      const { payload } = await interactive({
        type: "view_submission",
        view: { ...open, state: { values: state } },
        trigger_id: await trigger(),
      });
      return (payload?.["errors"] as Json | undefined) ?? null;
    },
    prepare,
    async say(text, where = {}) {
      const { ts, payloads } = await prepare(text, where);
      for (const payload of payloads)
        for (let time = 0; time < (where.times ?? 1); time += 1) await lab.deliveries.send("events_api", payload, time);
      return ts;
    },
    async direct() {
      const opened = (await lab.call("conversations.open", { users: id })) as { channel: { id: string } };
      return opened.channel.id;
    },
    async click(message, action, channel = lab.channel) {
      const buttons = (message.blocks ?? []).flatMap((block) =>
        ((block["elements"] as Json[] | undefined) ?? []).map(
          (element) => ({ ...element, block_id: block["block_id"] }) as Json,
        ),
      );
      const button = buttons.find((one) => one["action_id"] === action);
      if (!button) throw new Error(`there is no button ${action} on that message`);
      return interactive({
        type: "block_actions",
        trigger_id: await trigger(),
        container: { type: "message", message_ts: message.ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel, name: "cloud" },
        message,
        response_url: responseUrl(lab, id),
        actions: [{ ...button, type: "button", action_ts: String(Date.now() / 1000) }],
      });
    },
    async shortcut(message) {
      return interactive({
        type: "message_action",
        callback_id: "review-this",
        trigger_id: await trigger(),
        action_ts: String(Date.now() / 1000),
        message_ts: message.ts,
        channel: { id: lab.channel, name: "cloud" },
        message,
        response_url: responseUrl(lab, id),
      });
    },
    openFromHome: async (action) =>
      interactive({
        type: "block_actions",
        trigger_id: await trigger(),
        container: { type: "view", view_id: "V0HOME" },
        view: { id: "V0HOME", type: "home" },
        actions: [{ type: "button", action_id: action, block_id: "home", action_ts: String(Date.now() / 1000) }],
      }),
    async home(tab) {
      await lab.deliveries.send("events_api", {
        type: "event_callback",
        team_id: TEAM,
        event_id: `Ev${randomUUID().slice(0, 8)}`,
        event: { type: "app_home_opened", user: id, channel: "D1", tab, event_ts: "1.1" },
      });
    },
  };
}

const envelope = (event: Json): Json => ({
  token: "old",
  team_id: TEAM,
  api_app_id: "A1",
  type: "event_callback",
  event_id: `Ev${randomUUID().slice(0, 8)}`,
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
  is_ext_shared_channel: false,
  event,
});

/** Five uses, as Slack allows. */
function responseUrl(lab: SlackLab, user: string): string {
  const path = `/respond/${randomUUID()}`;
  let uses = 0;
  lab.paths.set(path, (text) => {
    uses += 1;
    if (uses > 5) return { status: 404, body: '{"ok":false,"error":"used_url"}' };
    const { text: said, blocks } = JSON.parse(text) as { text: string; blocks?: unknown };
    lab.whispers.push({ user, text: said, blocks: blocks ?? [] });
    return { status: 200, body: '{"ok":true}' };
  });
  return `${lab.url}${path}`;
}

async function upload(lab: SlackLab, name: string, { name: filename, content }: Upload): Promise<Json> {
  const token = `xoxp-${name}`;
  const bytes = Buffer.from(content as string);
  const begun = await lab.call("files.getUploadURLExternal", { filename, length: bytes.byteLength }, token);
  await fetch(String(begun["upload_url"]), { method: "POST", body: new Uint8Array(bytes) });
  const done = await lab.call(
    "files.completeUploadExternal",
    { files: [{ id: begun["file_id"], title: filename }] },
    token,
  );
  const [file] = done["files"] as Json[];
  lab.given.set(String(file?.["id"]), token);
  return { ...file, name: filename, size: bytes.byteLength };
}

/** As Slack sends it, after Slack's own checks of the form. */
async function stateOf(
  lab: SlackLab,
  name: string,
  { blocks }: OpenedView,
  values: Readonly<Record<string, string | readonly Upload[]>>,
): Promise<Json> {
  const state: Record<string, Json> = {};
  for (const block of blocks) {
    if (block["type"] !== "input") continue;
    const id = String(block["block_id"]);
    const element = block["element"] as Json;
    const value = values[id];
    if (value === undefined && !block["optional"] && element["initial_date"] === undefined)
      throw new Error(`Slack would not submit: ${id} must be filled in`);
    state[id] = { [String(element["action_id"])]: await elementState(lab, name, element, value) };
  }
  const unknown = Object.keys(values).filter((id) => !(id in state));
  if (unknown.length > 0) throw new Error(`the form has no ${unknown.join(", ")}`);
  return state;
}

async function elementState(
  lab: SlackLab,
  name: string,
  element: Json,
  value: string | readonly Upload[] | undefined,
): Promise<Json> {
  const type = String(element["type"]);
  if (type === "plain_text_input") {
    if (typeof value === "string" && value.length > Number(element["max_length"] ?? 3000))
      throw new Error("Slack would not take so long a text");
    return { type, value: typeof value === "string" ? value : null };
  }
  if (type === "static_select") {
    const options = element["options"] as Json[];
    const chosen =
      typeof value === "string"
        ? options.find((one) => one["value"] === value)
        : (element["initial_option"] as Json | undefined);
    if (typeof value === "string" && !chosen) throw new Error(`there is no choice ${value}`);
    return { type, selected_option: chosen ?? null };
  }
  if (type === "datepicker") return { type, selected_date: value ?? element["initial_date"] ?? null };
  if (type === "file_input") {
    const files = Array.isArray(value) ? (value as readonly Upload[]) : [];
    if (files.length > Number(element["max_files"] ?? 10)) throw new Error("Slack would not take so many files");
    return { type, files: await Promise.all(files.map((file) => upload(lab, name, file))) };
  }
  throw new Error(`the stand-in does not know ${type}`);
}
