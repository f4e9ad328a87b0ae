/** One message for one thing, in a place that takes it: lost answers, closed channels, messages that are gone, late files. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LabMessage } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";
const words = (message: LabMessage): string => `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
}, 30_000);
afterAll(() => bot.stop());

const inThread = (ts: string): Promise<LabMessage[]> => bot.lab.messages(bot.lab.channel, ts);
const markers = (messages: readonly LabMessage[]): string[] =>
  messages.flatMap(({ metadata }) => String(metadata?.event_payload?.["marker"] ?? "") || []);
const done = (ts: string): Promise<LabMessage> =>
  bot.lab.until(async () => (await inThread(ts)).find(({ files }) => files?.some(({ name }) => name === "report.md")));
const refuse = (method: string, error: string): void => {
  bot.lab.faults.push({ method, kind: "refused", error });
};

test("a post whose answer is lost is there once, by its marker", async () => {
  bot.lab.faults.push({ method: "chat.postMessage", kind: "after" });
  const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
  await done(ts);
  const posted = await inThread(ts);
  expect(markers(posted)).toEqual([...new Set(markers(posted))]);
  expect(posted.filter((message) => words(message).includes("Reading."))).toEqual([]);
});

test("files whose upload is not answered are there once", async () => {
  bot.lab.faults.push({ method: "files.completeUploadExternal", kind: "after" });
  const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
  await done(ts);
  const shown = (await inThread(ts)).flatMap(({ files }) => files ?? []).filter(({ name }) => name === "report.md");
  expect(shown).toHaveLength(1);
});

describe("a channel that takes nothing", () => {
  test("is told for /glance why", async () => {
    const before = bot.lab.whispers.length;
    refuse("chat.postMessage", "not_in_channel");
    await bot.lab.person("ada").slash("why");
    const told = await bot.lab.until(() => bot.lab.whispers[before]);
    expect(told.text).toContain("/invite");
  });

  test("is told in the direct conversation of whoever sent a form, and not tried again", async () => {
    const ada = bot.lab.person("ada");
    const before = bot.lab.calls.length;
    await ada.slash("design");
    await bot.lab.until(() => bot.lab.calls.slice(before).some(({ method }) => method === "views.open"));
    refuse("chat.postMessage", "not_in_channel");
    await ada.submit({ pasted: PASTE });
    const told = await bot.lab.until(() =>
      bot.lab.calls
        .slice(before)
        .find(({ method, body }) => method === "chat.postMessage" && String(body["channel"]).startsWith("D")),
    );
    expect(String(told.body["text"])).toContain("/invite");
    expect(
      bot.log.filter((line) => line.includes("request.attempt-failed") && line.includes("not_in_channel")),
    ).toEqual([]);
  });
});

test("a form that came too late is said to whoever typed", async () => {
  const before = bot.lab.whispers.length;
  refuse("views.open", "expired_trigger_id");
  await bot.lab.person("ada").slash("design");
  const told = await bot.lab.until(() => bot.lab.whispers[before]);
  expect(told.text).toContain("Type the command again");
});

test("a parent that is gone is posted anew", async () => {
  refuse("chat.update", "message_not_found");
  const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
  await done(ts);
  await bot.lab.until(async () => (await inThread(ts)).find((message) => words(message).includes("not-helpful")));
});

test("what is asked from the home tab is answered in the direct conversation, also when the first post fails", async () => {
  const ada = bot.lab.person("ada");
  await ada.home("home");
  const before = bot.lab.calls.length;
  await ada.openFromHome("open-check");
  await bot.lab.until(() => bot.lab.calls.slice(before).some(({ method }) => method === "views.open"));
  bot.lab.faults.push({ method: "chat.postMessage", kind: "status", status: 500 });
  await ada.submit({ pasted: PASTE });
  const posted = await bot.lab.until(() =>
    bot.lab.calls.slice(before).find(({ method, answer }) => method === "chat.postMessage" && answer["ok"] === true),
  );
  expect(String(posted.body["channel"])).toMatch(/^D/);
});

describe("what comes early or late in a thread", () => {
  test("a file right after the mention joins the case", async () => {
    const ada = bot.lab.person("ada");
    const ts = await ada.say("please look at what I drop next", { mention: true });
    await ada.say("", { thread: ts, files: [{ name: "glance-api.conf", content: PASTE }] });
    await bot.lab.until(async () => (await inThread(ts)).find((message) => words(message).includes("rdb")));
  });

  test("the right file after one that was refused gets the whole answer", async () => {
    const ada = bot.lab.person("ada");
    const binary = new Uint8Array(64).map((_byte, index) => index % 7);
    const ts = await ada.say("", { mention: true, files: [{ name: "glance-api.conf", content: binary }] });
    await bot.lab.until(async () => (await inThread(ts)).find((message) => words(message).includes("intake.binary")));
    await ada.say("", { thread: ts, files: [{ name: "glance-api.conf", content: PASTE }] });
    await done(ts);
  });
});

test("forget takes the files along", async () => {
  const ada = bot.lab.person("ada");
  const ts = await ada.say(PASTE, { mention: true });
  const shown = await done(ts);
  const id = shown.files?.[0]?.id ?? "";
  const before = bot.lab.calls.length;
  await ada.say("forget", { thread: ts });
  await bot.lab.until(() => bot.lab.whispers.find(({ text }) => text.includes("Forgotten")));
  const deleted = bot.lab.calls.slice(before).filter(({ method }) => method === "files.delete");
  expect(deleted.map(({ body }) => body["file"])).toContain(id);
  expect((await inThread(ts)).filter(({ files }) => (files ?? []).length > 0)).toEqual([]);
});

describe("a finding that was accepted", () => {
  test("is not among what comes first the next time", async () => {
    const ada = bot.lab.person("ada");
    const ts = await ada.say(PASTE, { mention: true });
    await done(ts);
    await bot.lab.until(async () => (await inThread(ts)).find((message) => words(message).includes("not-helpful")));
    const [fingerprint = ""] = /(?<=, )[0-9a-f]{12}/.exec((await inThread(ts)).map(words).join("\n")) ?? [];
    expect(fingerprint).not.toBe("");
    await ada.slash(`ack ${fingerprint} 30d the vendor mends it`);
    await bot.lab.until(() => bot.lab.whispers.find(({ text }) => text.startsWith("Acknowledged until")));
    const again = await ada.say(`${PASTE}\n`, { mention: true });
    await done(again);
    const parent = await bot.lab.until(async () =>
      (await inThread(again)).find((message) => words(message).includes("not-helpful")),
    );
    expect(words(parent)).toContain("accepted by your team");
  });

  test("must be one that was shown", async () => {
    const before = bot.lab.whispers.length;
    await bot.lab.person("ada").slash("ack deadbeef0000 30d nonsense");
    const told = await bot.lab.until(() => bot.lab.whispers[before]);
    expect(told.text).toContain("No finding");
  });
});
