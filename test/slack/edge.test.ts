/** The edge towards Slack: forged, stale and unsigned requests, failures of Slack itself, and what people are told. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GlancewrightError } from "../../src/errors.ts";
import { readSettings } from "../../src/settings/read-settings.ts";
import { signed } from "../slack-lab/deliveries.ts";
import { APP_TOKEN, BOT_TOKEN, type LabMessage, SIGNING_SECRET } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

const words = (message: LabMessage): string => `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ mode: "http" });
}, 30_000);
afterAll(() => bot.stop());

const answered = (ts: string): Promise<LabMessage> =>
  bot.lab.until(async () =>
    (await bot.lab.messages(bot.lab.channel, ts)).find((message) =>
      message.files?.some(({ name }) => name === "report.md"),
    ),
  );
const parents = async (ts: string): Promise<LabMessage[]> =>
  (await bot.lab.messages(bot.lab.channel, ts)).filter((message) => words(message).includes("full-report"));

describe("signatures", () => {
  const body = JSON.stringify({ type: "event_callback", event_id: "Ev1", event: { type: "message" } });
  const now = (): number => Math.floor(Date.now() / 1000);
  const post = (headers: Readonly<Record<string, string>>, text = body): Promise<Response> =>
    fetch(bot.lab.app.url, {
      method: "POST",
      body: text,
      headers: { connection: "close", "content-type": "application/json", ...headers },
    });
  test.each<[string, () => Readonly<Record<string, string>>]>([
    ["none", () => ({})],
    ["of another secret", () => signed(body, "another", now())],
    ["of the empty secret", () => signed(body, "", now())],
    ["of another body", () => signed(`${body} `, SIGNING_SECRET, now())],
    ["six minutes old", () => signed(body, SIGNING_SECRET, now() - 360)],
    ["of no time", () => ({ ...signed(body, SIGNING_SECRET, now()), "x-slack-request-timestamp": "soon" })],
  ])("a signature %s is refused", async (_what, headers) => {
    expect((await post(headers())).status).toBe(401);
  });

  test("a right one is taken", async () => {
    expect((await post(signed(body, SIGNING_SECRET, now()))).status).toBe(200);
  });

  test("ssl_check is answered, and starts nothing", async () => {
    const before = bot.lab.calls.length;
    const text = "ssl_check=1&token=old";
    const headers = { ...signed(text, SIGNING_SECRET, now()), "content-type": "application/x-www-form-urlencoded" };
    expect((await post(headers, text)).status).toBe(200);
    expect(bot.lab.calls.length).toBe(before);
  });
});

describe("Slack fails", () => {
  test("a rate limit is waited for, and the answer comes once", async () => {
    bot.lab.faults.push({ method: "chat.postMessage", kind: "limited", seconds: 1 });
    const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
    await answered(ts);
    expect(await parents(ts)).toHaveLength(1);
  });

  test("a post whose answer never arrives is found, not posted again", async () => {
    bot.lab.faults.push({ method: "chat.postMessage", kind: "after" });
    const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
    await answered(ts);
    expect(await parents(ts)).toHaveLength(1);
  });

  test("a picture that cannot be uploaded costs nothing but the picture", async () => {
    bot.lab.faults.push({ method: "chat.update", kind: "status", status: 503 });
    const ts = await bot.lab.person("ada").say(PASTE, { mention: true });
    await answered(ts);
    expect(await parents(ts)).toHaveLength(1);
  });
});

test("what cannot be read is said with a code and a next step, once", async () => {
  const ada = bot.lab.person("ada");
  const binary = new Uint8Array(64).map((_byte, index) => index % 7);
  const ts = await ada.say("", { mention: true, files: [{ name: "glance-api.conf", content: binary }] });
  const told = await bot.lab.until(async () =>
    (await bot.lab.messages(bot.lab.channel, ts)).find((message) => words(message).includes("intake.binary")),
  );
  expect(words(told)).toContain("Code intake.binary");
});

test("a wrong token ends the start with a sentence", async () => {
  const { serve } = await import("../../src/cli/serve-command.ts");
  const environment = {
    SLACK_BOT_TOKEN: "xoxb-wrong",
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: `${bot.lab.url}/api/`,
  };
  const settings = readSettings(environment, "[server]\nport = 0\n", "/tmp/glancewright-never-used");
  const error = await serve(settings, { info: () => {}, now: () => new Date() }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GlancewrightError);
  expect((error as GlancewrightError).code).toBe("slack.refused-token");
  expect((error as Error).message).not.toContain(BOT_TOKEN);
});
