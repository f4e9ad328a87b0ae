/** A channel that takes one message a second, and what the bot says coming back to it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bot, startBot } from "./served.ts";

const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
}, 30_000);
afterAll(() => bot.stop());

test("an answer comes whole and once where Slack takes one message a second, and its own messages ask nothing", async () => {
  const came = bot.lab.echo();
  bot.lab.conversations.burst = 4;
  const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
  const posted = await bot.lab.until(async () => {
    const messages = await bot.lab.messages(bot.lab.channel, ts);
    return JSON.stringify(messages).includes("not-helpful") && messages;
  });
  const limited = bot.lab.calls.filter(({ answer }) => answer["error"] === "ratelimited");
  expect(limited.length, "the channel was full at least once").toBeGreaterThan(0);
  const markers = posted.flatMap(({ metadata }) => String(metadata?.event_payload?.["marker"] ?? "") || []);
  expect(markers).toEqual([...new Set(markers)]);
  expect(posted.filter(({ files }) => files?.some(({ name }) => name === "report.md"))).toHaveLength(1);
  expect(came()).toBeGreaterThan(5);
  const claimed = bot.log.filter((line) => line.includes("event.claimed"));
  expect(claimed, "one request: the mention").toHaveLength(1);
});
