/** What Slack asks of a conversation: that the bot is a member, that it is one, and that not too much is said in it at once. */

type Body = Readonly<Record<string, unknown>>;
export type Refused = { error: string } | { retryAfter: number };

export type Conversations = {
  /** Channels that the bot was not invited to. */
  absent: Set<string>;
  /** Messages that may come at once in a channel, and then one a second; null: as many as there are. */
  burst: number | null;
  /** Milliseconds. */
  now: () => number;
  refused: (method: string, body: Body) => Refused | null;
};

const IN_CHANNEL: Readonly<Record<string, string>> = {
  "chat.postMessage": "channel",
  "chat.postEphemeral": "channel",
  "chat.update": "channel",
  "chat.delete": "channel",
  "conversations.history": "channel",
  "conversations.replies": "channel",
  "files.completeUploadExternal": "channel_id",
};
const POSTS = new Set(["chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal"]);

/** Whoever names a person for a conversation gets one opened only by a post. */
const TAKES_PEOPLE = "chat.postMessage";
const PERSON = /^[UW][A-Z0-9]/;

export function conversations(): Conversations {
  /** When the channel has room again for a whole burst, by channel. */
  const fullAt = new Map<string, number>();
  const rules: Conversations = {
    absent: new Set(),
    burst: null,
    now: Date.now,
    refused(method, body) {
      const field = IN_CHANNEL[method];
      const channel = field === undefined ? "" : String(body[field] ?? "");
      if (channel === "") return null;
      if (PERSON.test(channel) && method !== TAKES_PEOPLE) return { error: "channel_not_found" };
      if (rules.absent.has(channel)) return { error: "not_in_channel" };
      if (rules.burst === null || !POSTS.has(method)) return null;
      const now = rules.now();
      const next = Math.max(now, fullAt.get(channel) ?? 0) + 1_000;
      if (next - now > rules.burst * 1_000) return { retryAfter: Math.ceil((next - now) / 1_000) - rules.burst };
      fullAt.set(channel, next);
      return null;
    },
  };
  return rules;
}
