/** The stand-in itself: what it must refuse, so that what passes it means something. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { BOT_TOKEN, type SlackLab, startSlackLab } from "./slack-lab.ts";

let lab: SlackLab;
beforeAll(async () => {
  lab = await startSlackLab();
});
afterAll(() => lab.stop());
beforeEach(() => {
  lab.conversations.absent.clear();
  lab.conversations.burst = null;
  lab.conversations.now = Date.now;
});

async function ask(method: string, body: Readonly<Record<string, unknown>>) {
  const answered = await fetch(`${lab.url}/api/${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${BOT_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const value = (await answered.json()) as { ok: boolean; error?: string };
  return { status: answered.status, wait: answered.headers.get("retry-after"), ...value };
}
const say = (channel: string) => ask("chat.postMessage", { channel, text: "hello" });

test("a person's id is no conversation, except for a post that opens one", async () => {
  const ada = lab.person("ada").id;
  for (const method of ["conversations.history", "conversations.replies", "chat.postEphemeral", "chat.update"])
    expect(await ask(method, { channel: ada, ts: "1.1", user: ada, text: "x" })).toMatchObject({
      ok: false,
      error: "channel_not_found",
    });
});

test("nothing is said or read in a channel that the bot is no member of", async () => {
  lab.conversations.absent.add(lab.channel);
  for (const method of ["chat.postMessage", "conversations.history", "chat.postEphemeral"])
    expect(await ask(method, { channel: lab.channel, user: "U1", text: "x" })).toMatchObject({
      error: "not_in_channel",
    });
  lab.conversations.absent.clear();
  expect(await say(lab.channel)).toMatchObject({ ok: true });
});

test("a channel takes so many messages at once, and then one a second, by the clock that it is given", async () => {
  let now = 1_000_000;
  lab.conversations.now = () => now;
  lab.conversations.burst = 2;
  expect([(await say(lab.channel)).ok, (await say(lab.channel)).ok]).toEqual([true, true]);
  expect(await say(lab.channel)).toMatchObject({ status: 429, wait: "1", error: "ratelimited" });
  now += 1_000;
  expect(await say(lab.channel)).toMatchObject({ ok: true });
  expect(await say(lab.channel)).toMatchObject({ status: 429 });
});

test.each([
  ["a wrong token", "chat.postMessage", { channel: "C1", text: "x", token: "xoxb-other" }, "invalid_auth"],
  ["a method that the app has no scope for", "reactions.add", { channel: "C1" }, "unknown_method"],
  ["a message of nothing", "chat.postMessage", { channel: "C1" }, "no_text"],
])("%s is refused", async (_, method, body, error) => {
  const { token = BOT_TOKEN, ...rest } = body as { token?: string };
  const answered = await fetch(`${lab.url}/api/${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(rest),
  });
  expect(await answered.json()).toMatchObject({ ok: false, error });
});
