/** Tokens that Slack does not take, or takes no more, and scopes that are missing: said in words, to whoever runs the bot. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serve } from "../../src/cli/serve-command.ts";
import { readSettings } from "../../src/settings/read-settings.ts";
import { BOT_SCOPES } from "../../src/slack/scopes.ts";
import { APP_TOKEN, BOT_TOKEN, type SlackLab, startSlackLab } from "../slack-lab/slack-lab.ts";

const MAIN = join(import.meta.dirname, "..", "..", "src", "main.ts");
let folder: string;
let lab: SlackLab;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-auth-"));
});
afterEach(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_APP_TOKEN: APP_TOKEN,
  SLACK_API_URL: `${lab.url}/api/`,
  ...more,
});

function run(command: string, env: Readonly<Record<string, string>>) {
  writeFileSync(join(folder, "glancewright.ini"), "[server]\nport = 0\n");
  const child = spawn(process.execPath, [MAIN, command], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, XDG_STATE_HOME: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => (said.out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (said.err += text.toString()));
  const ended = new Promise<number | null>((go) => child.once("exit", (code) => go(code)));
  return { child, said, ended };
}

test("doctor names each scope that the token lacks", async () => {
  lab = await startSlackLab({ scopes: BOT_SCOPES.filter((scope) => !["files:read", "users:read"].includes(scope)) });
  const { said, ended } = run("doctor", environment());
  expect(await ended).toBe(1);
  expect(said.out).toContain("files:read, users:read");
});

test("doctor says that all scopes are there only when Slack told them", async () => {
  lab = await startSlackLab();
  lab.told.scopes = false;
  const { said, ended } = run("doctor", environment());
  expect(await ended).toBe(0);
  expect(said.out).toContain("did not tell which scopes");
  expect(said.out).not.toContain("all scopes are there");
});

test("a wrong app token at start is named", async () => {
  lab = await startSlackLab();
  const settings = readSettings(environment({ SLACK_APP_TOKEN: "xapp-wrong" }), "[server]\nport = 0\n", folder);
  const error = await serve(settings, { info: () => {}, now: () => new Date() }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "slack.refused-token" });
  expect((error as Error).message).toContain("SLACK_APP_TOKEN");
}, 30_000);

test("a token that is revoked while the bot runs ends it with a sentence", async () => {
  lab = await startSlackLab();
  const { said, ended, child } = run("serve", environment());
  try {
    await lab.until(() => said.out.includes('"event":"serving"'));
    lab.own.set("apps.connections.open", () => ({ ok: false, error: "token_revoked" }));
    lab.deliveries.disconnect(false);
    expect(await ended).toBe(2);
    expect(said.err).toContain("slack.refused-token");
    expect(said.err).not.toContain("node_modules");
  } finally {
    child.kill("SIGKILL");
  }
}, 40_000);
