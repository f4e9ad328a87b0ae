/**
 * The bot under load, in a process of its own, while every call to a model hangs: how fast submits are acknowledged, how
 * fast findings are on the screen, and whether memory stays flat. `node bench/slack.ts [requests for the memory part]`
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LAB_KEY } from "../test/llm-lab/llm-lab.ts";
import { httpDeliveries } from "../test/slack-lab/deliveries.ts";
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from "../test/slack-lab/slack-lab.ts";

const AT_ONCE = 100;
const EACH_SECOND = 5;
const SECONDS = 20;
const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";
const requests = Number(process.argv[2] ?? 1000);

const stands = spawn(process.execPath, [join(import.meta.dirname, "slack-lab-process.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});
const lab = JSON.parse(await firstLine(stands.stdout)) as { slack: string; llm: string; channel: string; user: string };
const folder = mkdtempSync(join(tmpdir(), "glancewright-load-"));
const port = await freePort();
const orders = {
  environment: {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${lab.slack}/api/`,
  },
  ini: `[slack]\nmode = http\nport = ${port}\n[server]\nport = 0\n[model]\nuse = claude\n[limits]\nat_once = 16\n`,
  folder,
  die: null,
};
const child = spawn(
  process.execPath,
  [join(import.meta.dirname, "..", "test", "slack", "crash-child.ts"), JSON.stringify(orders)],
  {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ANTHROPIC_API_KEY: LAB_KEY, GLANCEWRIGHT_CLAUDE_URL: lab.llm },
  },
);
await firstLine(child.stdout);
const deliveries = httpDeliveries({ url: `http://127.0.0.1:${port}/slack/events` }, SIGNING_SECRET);

let made = 0;
/** A submitted form, as Slack sends it. */
function submit(model: string | null): Promise<{ milliseconds: number }> {
  made += 1;
  return deliveries.send("interactive", {
    type: "view_submission",
    team: { id: "T000000001", domain: "lab" },
    user: { id: lab.user, username: "ada", name: "ada", team_id: "T000000001" },
    view: {
      id: `V${made}`,
      type: "modal",
      callback_id: "review-form",
      private_metadata: JSON.stringify({
        kind: model ? "design" : "check",
        channel: lab.channel,
        thread: null,
        caseId: null,
      }),
      state: {
        values: {
          pasted: { pasted: { type: "plain_text_input", value: `# request ${made}\n${PASTE}` } },
          ...(model ? { model: { model: { type: "static_select", selected_option: { value: model } } } } : {}),
        },
      },
    },
  });
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
const shown = (values: readonly number[]): string =>
  `P50 ${percentile(values, 0.5).toFixed(0)} ms, P95 ${percentile(values, 0.95).toFixed(0)} ms, P99 ${percentile(values, 0.99).toFixed(0)} ms, most ${Math.max(...values).toFixed(0)} ms`;

try {
  await submit(null);
  await screens(1);
  const acks = await Promise.all(Array.from({ length: AT_ONCE }, () => submit("claude")));
  console.log(
    `${AT_ONCE} submits at once, each with a model that hangs: acknowledged ${shown(acks.map(({ milliseconds }) => milliseconds))} (goal P99 250 ms)`,
  );
  await screens(AT_ONCE + 1);

  const onScreen: number[] = [];
  const begun: Promise<void>[] = [];
  for (let one = 0; one < EACH_SECOND * SECONDS; one += 1) {
    const began = performance.now();
    const before = made;
    begun.push(
      submit(null).then(async () => {
        await screens(before + 1);
        onScreen.push(performance.now() - began);
      }),
    );
    await new Promise((go) => setTimeout(go, 1000 / EACH_SECOND));
  }
  await Promise.all(begun);
  console.log(
    `${EACH_SECOND} submits a second for ${SECONDS} s, ${AT_ONCE} models still hanging or given up: findings on screen ${shown(onScreen)} (goal P95 1000 ms)`,
  );

  const memory: string[] = [];
  for (let done = 0; done < requests; done += 10) {
    await Promise.all(Array.from({ length: 10 }, () => submit(null)));
    await screens(made);
    if (done % Math.max(10, Math.floor(requests / 10 / 10) * 10) === 0)
      memory.push(`${done + 10}: ${residentMib(child.pid ?? 0)}`);
  }
  console.log(`resident memory in MiB by requests: ${memory.join(", ")}`);
} finally {
  child.kill("SIGKILL");
  stands.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

/** Waits until so many answers have their findings on the screen. */
async function screens(count: number): Promise<void> {
  while (Number(await (await fetch(`${lab.slack}/screens`)).text()) < count)
    await new Promise((go) => setTimeout(go, 10));
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((go) => stream?.once("data", (data: Buffer) => go(data.toString())));
}

function residentMib(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return Math.round((pages * 4096) / 1024 / 1024);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const at = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof at === "object" && at ? at.port : 0;
}
