/** Kills the bot again and again at named points while people ask, and counts what was lost and what came twice. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { POINTS, type Point } from "../../src/work/work.ts";
import {
  APP_TOKEN,
  BOT_TOKEN,
  type LabMessage,
  SIGNING_SECRET,
  type SlackLab,
  startSlackLab,
} from "../slack-lab/slack-lab.ts";

export type CrashResult = {
  kills: Partial<Record<Point, number>>;
  requests: number;
  lost: string[];
  twice: string[];
};

type Death = { point: Point; after: number };

/** Late enough that most lives get something done. */
function chosen(random: () => number): Death {
  const point = POINTS[Math.floor(random() * POINTS.length)] ?? "post:sent";
  const most = /post|step/.test(point) ? 12 : point.startsWith("accept") ? 1 : 2;
  return { point, after: 1 + Math.floor(random() * most) };
}

type Options = {
  kills: number;
  /** A PostgreSQL server for all processes; else one embedded database in a folder. */
  databaseUrl?: string;
  /** Processes at the same time; more than one needs a server. */
  replicas?: number;
  random: () => number;
  /** Where each life ends; else by chance. */
  deaths?: readonly Death[];
  /** Slack loses answers and refuses, besides. */
  troubled?: boolean;
  told?: (line: string) => void;
};

const PASTE = "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n";

export async function crashRun({
  kills,
  databaseUrl,
  replicas = 1,
  random,
  deaths,
  troubled = false,
  told = () => {},
}: Options): Promise<CrashResult> {
  const lab = await startSlackLab({ mode: "http" });
  const folder = mkdtempSync(join(tmpdir(), "glancewright-crash-"));
  const result: CrashResult = { kills: {}, requests: 0, lost: [], twice: [] };
  const asked: string[] = [];
  const undelivered: { payload: Readonly<Record<string, unknown>>; times: number }[] = [];
  const environment = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${lab.url}/api/`,
    ...(databaseUrl ? { GLANCEWRIGHT_DATABASE_URL: databaseUrl } : {}),
  };
  const start = async (die: { point: string; after: number } | null): Promise<Life> => {
    const port = await freePort();
    const ini = `[slack]\nmode = http\nport = ${port}\n[server]\nport = 0\n`;
    const orders = { environment, ini, folder, die };
    return begin(orders, `http://127.0.0.1:${port}/slack/events`);
  };
  /** Each event three times in all; what nobody acknowledged comes again in the next life. */
  const deliver = async (lives: readonly Life[]): Promise<void> => {
    const round = undelivered.splice(0);
    for (const [index, { payload, times }] of round.entries()) {
      lab.app.url = lives[index % lives.length]?.url ?? "";
      const ok = await lab.deliveries.send("events_api", payload, 3 - times).then(
        () => true,
        () => false,
      );
      if (!ok || times > 1) undelivered.push({ payload, times: ok ? times - 1 : Math.max(times, 1) });
    }
  };
  try {
    for (let killed = 0; killed < kills; ) {
      const lives = [];
      for (let one = 0; one < replicas; one += 1) {
        const die = deaths?.[killed] ?? chosen(random);
        lives.push({ ...(await start(die)), point: die.point });
      }
      if (troubled) trouble(lab, random);
      const { ts, payloads } = await lab.person("ada").prepare(PASTE, { mention: true });
      asked.push(ts);
      undelivered.push(...payloads.map((payload) => ({ payload, times: 3 })));
      // until all of them are dead; a point that is never passed in this life is no kill
      const patience = Date.now() + 6_000;
      while (lives.some(({ dead }) => !dead()) && Date.now() < patience) {
        await deliver(lives.filter(({ dead }) => !dead()));
        await pause(120);
      }
      for (const { dead, end, point } of lives) {
        if (dead()) {
          killed += 1;
          result.kills[point] = (result.kills[point] ?? 0) + 1;
        } else await end();
      }
      told(`${killed} of ${kills} kills, ${asked.length} requests`);
    }
    const last = await start(null);
    const patience = Date.now() + 300_000;
    while (Date.now() < patience && (undelivered.length > 0 || !(await allAnswered(lab, asked)))) {
      await deliver([last]);
      await pause(300);
    }
    await pause(2_000);
    await last.end();
    result.requests = asked.length;
    for (const ts of asked) judge(ts, await lab.messages(lab.channel, ts), result);
    return result;
  } finally {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
const wordsOf = (message: LabMessage): string => `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
const hasFiles = ({ files }: LabMessage): boolean => files?.some(({ name }) => name === "report.md") === true;

async function allAnswered(lab: SlackLab, asked: readonly string[]): Promise<boolean> {
  for (const ts of asked) if (lacking(await lab.messages(lab.channel, ts)).length > 0) return false;
  return true;
}

/** What of a whole answer is not there. */
function lacking(thread: readonly LabMessage[]): string[] {
  const posted = thread.slice(1);
  return [
    ...(posted.some((message) => wordsOf(message).includes("not-helpful")) ? [] : ["answer"]),
    ...(posted.some(hasFiles) ? [] : ["files"]),
    ...["(a)", "(b)", "(c)", "(d)", "(e)"].filter((part) => !posted.some(({ text }) => text.startsWith(part))),
  ];
}

/** All of the answer is there, and nothing twice: each message of ours says by its marker which one it is. */
function judge(ts: string, thread: readonly LabMessage[], result: CrashResult): void {
  for (const part of lacking(thread)) result.lost.push(`${ts} ${part}`);
  const seen = new Set<string>();
  for (const message of thread.slice(1)) {
    const name = nameOf(message);
    if (name === null || seen.has(name)) result.twice.push(`${ts} ${name ?? message.text.slice(0, 40)}`);
    else seen.add(name);
  }
}

/** Null: nothing says which posting it was, so that it could be there any number of times. */
function nameOf(message: LabMessage): string | null {
  const marker = message.metadata?.event_payload?.["marker"];
  if (typeof marker === "string") return marker;
  return /\(ref [0-9a-f]{8}\/[^)]+\)/.exec(message.text)?.[0] ?? null;
}

/** What Slack does to one life besides: an answer that gets lost, or a storm of refusals. */
function trouble(lab: SlackLab, random: () => number): void {
  const method = ["chat.postMessage", "chat.update", "files.completeUploadExternal"][Math.floor(random() * 3)];
  if (method === undefined) return;
  const chance = random();
  if (chance < 0.2) lab.faults.push({ method, kind: "after" });
  else if (chance < 0.3)
    for (let refused = 0; refused < 3; refused += 1) lab.faults.push({ method, kind: "limited", seconds: 1 });
}

type Life = { url: string; dead: () => boolean; end: () => Promise<void> };

async function begin(orders: object, url: string): Promise<Life> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, "crash-child.ts"), JSON.stringify(orders)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let isDead = false;
  const ended = new Promise<void>((go) =>
    child.once("exit", () => {
      isDead = true;
      go();
    }),
  );
  // a life may end before it serves: what was left of the one before is taken up at once
  let isServing = false;
  const serving = new Promise<void>((go) =>
    child.stdout?.once("data", () => {
      isServing = true;
      go();
    }),
  );
  await Promise.race([serving, ended]);
  if (!isServing && child.signalCode !== "SIGKILL") throw new Error(`the bot did not start: exit ${child.exitCode}`);
  return {
    url,
    dead: () => isDead,
    async end() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const at = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof at === "object" && at ? at.port : 0;
}
