/** The whole bot against the stand-in, in a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../src/cli/serve-command.ts";
import { readSettings } from "../../src/settings/read-settings.ts";
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, type SlackLab, startSlackLab } from "../slack-lab/slack-lab.ts";

export type Bot = {
  lab: SlackLab;
  log: string[];
  health: string;
  /** Where its database is. */
  folder: string;
  stop: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const at = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof at === "object" && at ? at.port : 0;
}

export async function startBot({
  mode = "socket" as "socket" | "http",
  ini = "",
  models = {} as Readonly<Record<string, string>>,
  environment: more = {} as Readonly<Record<string, string>>,
  now = () => new Date(),
} = {}): Promise<Bot> {
  const lab = await startSlackLab({ mode });
  const folder = mkdtempSync(join(tmpdir(), "glancewright-bot-"));
  const port = await freePort();
  const environment = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${lab.url}/api/`,
    ...more,
  };
  const settings = readSettings(
    environment,
    `[slack]\nmode = ${mode}\nport = ${port}\n[server]\nport = 0\n${ini}`,
    folder,
  );
  const log: string[] = [];
  const served = await serve(settings, {
    info: (event, detail) => void log.push(JSON.stringify({ event, ...detail })),
    now,
    clockSeconds: 0.2,
    environment: { ...models },
  });
  lab.app.url = `http://127.0.0.1:${port}/slack/events`;
  await lab.deliveries.connected();
  return {
    lab,
    log,
    health: served.health,
    folder,
    async stop() {
      await served.stop();
      await lab.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
