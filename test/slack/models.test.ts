/** Models behind the bot: findings first, the checked answer later, and five parts whatever the provider does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseOf, exampleSources } from "../../evals/case-folder.ts";
import { standIn } from "../../evals/stand-in.ts";
import { loadRules } from "../../src/check/load-rules.ts";
import { LAB_KEY, type LlmLab, startLlmLab } from "../llm-lab/llm-lab.ts";
import type { LabMessage } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

let llm: LlmLab;
let bot: Bot;
let canned: string;
const sources = exampleSources("02-ceph-80pct-qcow2");
const files = sources.filter(({ name }) => name !== "request.md").map(({ name, text }) => ({ name, content: text }));
const request = sources.find(({ name }) => name === "request.md")?.text ?? "";

beforeAll(async () => {
  llm = await startLlmLab();
  const asked = caseOf(sources, await loadRules());
  const none = { prefix: "", turns: [], schema: null, maxOutputTokens: 1, effort: "low" } as const;
  canned = (await standIn(asked).ask(none, { signal: new AbortController().signal })).text;
  bot = await startBot({
    ini: "[model]\nuse = claude\nother = chatgpt\n[price claude-opus-5-5]\ninput = 5\noutput = 25\ncurrency = EUR\n",
    models: {
      ANTHROPIC_API_KEY: LAB_KEY,
      OPENAI_API_KEY: LAB_KEY,
      GLANCEWRIGHT_CLAUDE_URL: llm.url,
      GLANCEWRIGHT_CHATGPT_URL: `${llm.url}/v1`,
      GLANCEWRIGHT_MODEL_IDLE_SECONDS: "2",
      GLANCEWRIGHT_MODEL_DEADLINE_SECONDS: "4",
    },
  });
}, 30_000);
afterAll(async () => {
  await bot.stop();
  await llm.stop();
});

const words = (message: LabMessage): string => `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
const thread = (ts: string): Promise<LabMessage[]> => bot.lab.messages(bot.lab.channel, ts);
const filed = (ts: string): Promise<LabMessage> =>
  bot.lab.until(async () =>
    (await thread(ts)).find((message) => message.files?.some(({ name }) => name === "report.md")),
  );
const parentOf = async (ts: string): Promise<LabMessage> =>
  bot.lab.until(async () => (await thread(ts)).find((message) => words(message).includes("full-report")));

test("Claude's answer is checked, priced and said to be Claude's; the other model is one click away", async () => {
  llm.plan({ kind: "answer", text: canned });
  const ada = bot.lab.person("ada");
  const ts = await ada.say(request, { mention: true, files });
  await filed(ts);
  const parent = await bot.lab.until(async () => {
    const found = await parentOf(ts);
    return words(found).includes("other-model") ? found : null;
  });
  expect(words(parent)).toContain("claude:claude-opus-5-5");
  expect(words(parent)).toContain("EUR");
  const cards = (await thread(ts)).find((message) => words(message).includes("task_card"));
  expect(cards && words(cards).match(/"status":"complete"/g)).toHaveLength(3);
  llm.plan({ kind: "answer", text: canned });
  await ada.click(parent, "other-model");
  await bot.lab.until(async () => words(await parentOf(ts)).includes("chatgpt:gpt-6.1-sol"));
});

test("while a model is silent the findings are on the screen; then the rules' five parts come, and say why", async () => {
  llm.plan({ kind: "mute" }, { kind: "mute" }, { kind: "mute" });
  const ts = await bot.lab
    .person("ada")
    .say("[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n", { mention: true });
  const early = await parentOf(ts);
  expect(words(early)).toContain("default_backend");
  expect((await thread(ts)).some((message) => message.files)).toBe(false);
  await filed(ts);
  const shown = (await thread(ts)).map(words).join("\n");
  for (const part of ["(a)", "(b)", "(c)", "(d)", "(e)"]) expect(shown).toContain(part);
  await bot.lab.until(async () => words(await parentOf(ts)).includes("model.silent"));
});

test("a secret that was posted is in no request to a model", async () => {
  llm.plan({ kind: "answer", text: canned });
  const secret = "Pl4nted-For-Models";
  const text = `[DEFAULT]\nenabled_backends = rbd:rbd\ntransport_url = rabbit://glance:${secret}@10.0.0.1:5672/\n`;
  const ts = await bot.lab.person("ada").say(text, { mention: true });
  await filed(ts);
  expect(llm.requests.length).toBeGreaterThan(0);
  for (const { text: sent } of llm.requests) expect(sent).not.toContain(secret);
});
