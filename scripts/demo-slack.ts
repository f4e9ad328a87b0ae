/**
 * `npm run demo:slack`: one case from the form to the answer, played by the real bot against the stand-in for Slack, with a
 * canned model. Needs no account and no network; writes pages, the picture and, where a Chromium is found, screenshots.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { caseOf, exampleSources } from "../evals/case-folder.ts";
import { standIn } from "../evals/stand-in.ts";
import { loadRules } from "../src/check/load-rules.ts";
import { serve } from "../src/cli/serve-command.ts";
import { readSettings } from "../src/settings/read-settings.ts";
import { LAB_KEY, startLlmLab } from "../test/llm-lab/llm-lab.ts";
import { APP_TOKEN, BOT_TOKEN, type LabMessage, startSlackLab } from "../test/slack-lab/slack-lab.ts";
import { findChromium, HOW_TO_GET_ONE, takePictures } from "./slack-preview/browser.ts";
import { pageHtml, type Scene, type Shown, widthOf } from "./slack-preview/page.ts";

const EXAMPLE = join(import.meta.dirname, "..", "examples", "02-ceph-80pct-qcow2", "input");
const out = process.argv[2] ?? "out/demo-slack";
const say = (line: string): void => console.log(line);

const lab = await startSlackLab({ mode: "socket" });
const llm = await startLlmLab();
const state = mkdtempSync(join(tmpdir(), "glancewright-demo-"));
const asked = caseOf(exampleSources("02-ceph-80pct-qcow2"), await loadRules());
const nothing = { prefix: "", turns: [], schema: null, maxOutputTokens: 1, effort: "low" } as const;
const { text: canned } = await standIn(asked).ask(nothing, { signal: new AbortController().signal });
llm.otherwise(() => ({ kind: "drip", text: canned, pieces: 6, everyMs: 120 }));

const environment = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: `${lab.url}/api/` };
const served = await serve(readSettings(environment, "[server]\nport = 0\n[model]\nuse = claude\n", state), {
  info: () => {},
  now: () => new Date(),
  environment: { ANTHROPIC_API_KEY: LAB_KEY, GLANCEWRIGHT_CLAUDE_URL: llm.url },
});
try {
  await lab.deliveries.connected();
  say("The bot is connected to the stand-in for Slack. Ada types /glance design.");
  const ada = lab.person("ada");
  await ada.slash("design");
  await lab.until(() => lab.calls.some(({ method }) => method === "views.open"));
  const files = readdirSync(EXAMPLE)
    .filter((name) => name !== "request.md")
    .map((name) => ({ name, content: readFileSync(join(EXAMPLE, name), "utf8") }));
  const began = performance.now();
  await ada.submit({ files, request: readFileSync(join(EXAMPLE, "request.md"), "utf8") });
  say(`She gives ${files.map(({ name }) => name).join(", ")} and asks about slow boots.`);
  const first = await lab.until(async () => (await lab.messages(lab.channel)).find(isAnswer));
  say(`Findings and the rules' design are on the screen after ${Math.round(performance.now() - began)} ms:`);
  say(`  ${first.text}`);
  await lab.until(async () => (await lab.messages(lab.channel, first.ts)).some(hasFiles));
  await lab.until(() => lab.calls.findLast(({ method }) => method === "chat.update")?.body["ts"] === first.ts);
  const thread = await lab.messages(lab.channel, first.ts);
  say(`The canned model's answer was checked; the thread has ${thread.length - 1} replies.`);
  await write(thread);
} finally {
  await served.stop();
  await llm.stop();
  await lab.stop();
  rmSync(state, { recursive: true, force: true });
}

function isAnswer({ blocks }: LabMessage): boolean {
  return JSON.stringify(blocks ?? []).includes("full-report");
}

function hasFiles({ files }: LabMessage): boolean {
  return files?.some(({ name }) => name === "report.md") === true;
}

function shownOf({ text, blocks, files }: LabMessage): Shown {
  return {
    text,
    blocks: (blocks ?? []) as unknown as Shown["blocks"],
    files: files?.map(({ name }) => name) ?? [],
  };
}

/** The thread as pages, with the picture that was uploaded, and as screenshots where that can be done. */
async function write([parent, ...replies]: readonly LabMessage[]): Promise<void> {
  if (!parent) return;
  mkdirSync(out, { recursive: true });
  const pictures: Record<string, string> = {};
  for (const id of pictureIds(parent)) {
    const bytes = await lab.fileBytes(id);
    const path = join(out, `${id}.png`);
    writeFileSync(path, bytes);
    pictures[id] = `data:image/png;base64,${bytes.toString("base64")}`;
    say(path);
  }
  const scenes: Scene[] = [
    { name: "answer", title: "The answer in the channel", kind: "messages", messages: [shownOf(parent)] },
    ...replies.map((reply, index) => ({
      name: `reply-${String(index + 1).padStart(2, "0")}`,
      title: reply.text.slice(0, 80),
      kind: "messages" as const,
      messages: [shownOf(reply)],
    })),
  ];
  const pages = scenes.map((scene) => ({ scene, html: pageHtml(scene, "light", pictures) }));
  for (const { scene, html } of pages) writeFileSync(join(out, `${scene.name}.html`), html);
  say(`${pages.length} pages: ${join(out, "answer.html")} and the replies beside it`);
  const chromium = findChromium(process.env);
  if (!chromium) return say(HOW_TO_GET_ONE);
  const shots = pages.map(({ scene, html }) => ({ html, width: widthOf(scene), to: join(out, `${scene.name}.png`) }));
  await takePictures(chromium, shots, 1);
  for (const { to } of shots) say(to);
}

function pictureIds({ blocks }: LabMessage): string[] {
  return (blocks ?? []).flatMap((block) => {
    const { slack_file: file } = block as { slack_file?: { id?: string } };
    return file?.id ? [file.id] : [];
  });
}
