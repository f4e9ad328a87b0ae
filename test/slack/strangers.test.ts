/** Who is answered: people of other workspaces, people that Slack does not tell of, the bot itself, and talk among people. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { BOT_USER, TEAM } from "../slack-lab/person.ts";
import type { LabMessage } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";
const OTHER = "T0OTHER";

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  const known = bot.lab.own.get("users.info");
  bot.lab.own.set("users.info", (body) =>
    body["user"] === "U0EXTERNAL"
      ? { ok: true, user: { id: "U0EXTERNAL", team_id: OTHER, name: "mallory" } }
      : (known?.(body) ?? { ok: false, error: "user_not_found" }),
  );
}, 30_000);
afterAll(() => bot.stop());

const inThread = (ts: string): Promise<LabMessage[]> => bot.lab.messages(bot.lab.channel, ts);
const answered = async (): Promise<string> => {
  const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
  await bot.lab.until(async () =>
    (await inThread(ts)).find(({ files }) => files?.some(({ name }) => name === "report.md")),
  );
  return ts;
};
let said = 0;
/** A line in a thread, by somebody of whom the stand-in holds no account. */
async function line(thread: string, user: string, text: string, team: string): Promise<void> {
  said += 1;
  await bot.lab.deliveries.send("events_api", {
    token: "old",
    team_id: TEAM,
    api_app_id: "A1",
    type: "event_callback",
    event_id: `EvLine${said}`,
    event_time: 1,
    event: {
      type: "message",
      channel: bot.lab.channel,
      channel_type: "channel",
      user,
      user_team: team,
      source_team: team,
      team,
      text,
      ts: `1900000000.${String(said).padStart(6, "0")}`,
      thread_ts: thread,
    },
  });
}
const logged = (text: string): number => bot.log.filter((one) => one.includes(text)).length;

test("somebody of another company in a shared channel is not answered, and forgets nothing", async () => {
  const ts = await answered();
  const before = await inThread(ts);
  await line(ts, "U0EXTERNAL", "what is the default store and why?", OTHER);
  const told = () => bot.lab.whispers.filter(({ user }) => user === "U0EXTERNAL");
  await bot.lab.until(() => told()[0]);
  await line(ts, "U0EXTERNAL", "forget", OTHER);
  await line(ts, "U0ANOTHER", "forget", OTHER);
  await bot.lab.until(() => bot.lab.whispers.find(({ user }) => user === "U0ANOTHER"));
  expect(await inThread(ts)).toHaveLength(before.length);
  expect(told(), "who is refused is told once in a thread").toHaveLength(1);
});

test("whoever Slack does not tell of is refused as a guest, once", async () => {
  const ts = await answered();
  await line(ts, "U0NOBODY", "what is the default store?", TEAM);
  await bot.lab.until(() => bot.lab.whispers.find(({ user }) => user === "U0NOBODY"));
  expect(logged("request.attempt-failed")).toBe(0);
});

test("what the bot itself posts asks nothing of it, whatever Slack says of its maker", async () => {
  const ts = await answered();
  const before = logged("event.claimed");
  await line(ts, BOT_USER, "is this a question?", TEAM);
  await bot.lab.person("ada").say("and why is that?", { thread: ts });
  await bot.lab.until(() => logged("event.claimed") > before);
  expect(logged("event.claimed")).toBe(before + 1);
});

test.each(["thanks!", "ok", "<@U0BOB> can you apply this tomorrow?"])(
  "people may say %s to one another",
  async (text) => {
    const ts = await answered();
    const before = logged("event.claimed");
    await line(ts, bot.lab.person("ada").id, text, TEAM);
    await line(ts, bot.lab.person("ada").id, "why is it not cloned?", TEAM);
    await bot.lab.until(() => logged("event.claimed") > before);
    expect(logged("event.claimed")).toBe(before + 1);
  },
);
