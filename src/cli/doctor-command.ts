/** What works here, what does not, and what to do: settings, database, Slack down to the scope, models. */
import { GlancewrightError } from "../errors.ts";
import type { Settings } from "../settings/settings.ts";
import type { Terminal } from "./command-line.ts";
import { readModelChoice } from "./model-settings.ts";
import { openModel } from "./open-model.ts";
import { settingsHere } from "./settings-file.ts";

type Finding = { what: string; ok: boolean; say: string };

/** Exit status 0 when all that is set up works. Nothing is posted, and no model is asked. */
export async function doctorCommand(terminal: Terminal): Promise<number> {
  const findings = await examine();
  for (const { what, ok, say } of findings) terminal.out(`${ok ? "ok  " : "NO  "}${what}: ${say}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function examine(): Promise<Finding[]> {
  const version = await tried("Node", async () => {
    const major = Number(process.versions.node.split(".")[0]);
    if (major < 26) throw wrongNode(process.versions.node);
    return process.versions.node;
  });
  let settings: Settings | null = null;
  const read = await tried("settings", async () => {
    settings = settingsHere();
    const { clouds, slack } = settings;
    return `${Object.keys(clouds).length} clouds, Slack over ${slack.mode}`;
  });
  if (!settings) return [version, read];
  return [version, read, await database(settings), ...(await slack(settings)), ...(await models(settings))];
}

const wrongNode = (got: string): GlancewrightError =>
  new GlancewrightError("cli.wrong-node", {
    expected: "Node 26, which npm ci brings",
    got,
    next: "Run it through npm: npm start, npm run glancewright -- doctor.",
  });

async function tried(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, say: await look() };
  } catch (error) {
    if (error instanceof GlancewrightError) return { what, ok: false, say: error.message };
    return { what, ok: false, say: error instanceof Error ? error.message.slice(0, 200) : "failed" };
  }
}

function database({ database: place }: Settings): Promise<Finding> {
  return tried("database", async () => {
    const { openDatabase } = await import("../store/database.ts");
    const asked = openDatabase(place.kind === "server" ? { url: place.url } : { folder: place.folder });
    const opened = await asked.catch((error: unknown) => {
      if (error instanceof GlancewrightError && error.code === "store.locked") return null;
      throw error;
    });
    if (!opened) return "embedded, in use by a bot that runs here";
    await opened.close();
    return place.kind === "server" ? "the server answers, tables are up to date" : `embedded, in ${place.folder}`;
  });
}

async function slack({ secrets, slack: { mode } }: Settings): Promise<Finding[]> {
  if (!secrets)
    return [
      { what: "Slack", ok: false, say: "SLACK_BOT_TOKEN is not set: only the command line works. See docs/slack.md." },
    ];
  const { WebClient, LogLevel } = await import("@slack/web-api");
  const [{ checkToken }, { tokenRefused }] = await Promise.all([
    import("../slack/check-token.ts"),
    import("../slack/auth-trouble.ts"),
  ]);
  const options = {
    slackApiUrl: secrets.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    logLevel: LogLevel.ERROR,
  };
  const bot = await tried("Slack", async () => {
    const { team, bot: name, missing } = await checkToken(new WebClient(secrets.botToken, options));
    if (missing === null) return `${name} in ${team}; Slack did not tell which scopes the token has`;
    if (missing.length > 0)
      throw new GlancewrightError("slack.missing-scope", {
        expected: "all scopes of manifest.json",
        got: `a token without ${missing.join(", ")}`,
        next: "Give the app the manifest again, and install it again.",
      });
    return `${name} in ${team}, all scopes are there`;
  });
  if (mode !== "socket" || !secrets.appToken) return [bot];
  const socket = await tried("Socket Mode", async () => {
    const opened = await new WebClient(secrets.appToken ?? "", options).apps.connections.open({}).catch(() => null);
    if (opened?.ok) return "a socket can be opened";
    throw tokenRefused("SLACK_APP_TOKEN", "a refusal");
  });
  return [bot, socket];
}

async function models({ model }: Settings): Promise<Finding[]> {
  const names = [...new Set([model.use, model.other].filter((name) => name !== "none"))];
  if (names.length === 0) return [{ what: "model", ok: true, say: "none is set: the rules answer alone" }];
  return Promise.all(
    names.map((name) =>
      tried(`model ${name}`, async () => {
        const choice = readModelChoice(name);
        if (choice) await openModel(choice, { dry: false });
        return "key and address are set; it was not asked anything";
      }),
    ),
  );
}
