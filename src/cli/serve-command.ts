/** The bot: database, queue, Slack, models and health, wired and stopped in order. */

import { setTimeout as sleep } from "node:timers/promises";
import { loadRules, RULE_FOLDER } from "../check/load-rules.ts";
import { GlancewrightError } from "../errors.ts";
import type { Settings, SlackSecrets } from "../settings/settings.ts";
import type { Clients } from "../slack/clients.ts";
import type { Desk, Log, Models } from "../slack/desk.ts";
import { takeBack } from "../slack/take-back.ts";
import { openDatabase } from "../store/database.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import type { Passing } from "../work/work.ts";
import { collectForBot } from "./collect-for-bot.ts";
import { startHealth } from "./health-server.ts";
import { historyAside } from "./history-aside.ts";
import { ingestion } from "./ingest.ts";
import { readModelChoice } from "./model-settings.ts";
import { openModelWith, preloadModel } from "./open-model.ts";
import { readSnapshotAside } from "./read-snapshot.ts";
import { settingsHere } from "./settings-file.ts";
import { stateFolder } from "./state-folder.ts";

export type ServeOptions = {
  info: Log;
  now: () => Date;
  /** Where keys of models are. */
  environment?: NodeJS.ProcessEnv;
  /** How often it is looked what has come due. */
  clockSeconds?: number;
  /** Told when nothing can be mended by waiting, such as a token that was revoked. */
  unrecoverable?: (error: GlancewrightError) => void;
  /** Told of each point that a request passes. */
  passing?: Passing;
};

export type Served = { health: string; stop: () => Promise<void> };

/** Starts everything; resolves when Slack is connected. Throws with a code, and leaves nothing open, when something is missing. */
export async function serve(settings: Settings, options: ServeOptions): Promise<Served> {
  const opened: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const health = await open(settings, options, opened);
    return { health, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Opens in order, each with what closes it again; gives the address of health. */
async function open(
  settings: Settings,
  { info, now, passing, clockSeconds, unrecoverable, environment = process.env }: ServeOptions,
  opened: (() => Promise<unknown>)[],
): Promise<string> {
  const secrets = settings.secrets ?? noTokens();
  const [{ slackApp }, { slackHandlers }, { scheduleFromSettings }, { keepSnapshot }, { startQueue }] =
    await Promise.all([
      import("../slack/app.ts"),
      import("../slack/handlers/handlers.ts"),
      import("../slack/listeners/digests.ts"),
      import("../slack/snapshots.ts"),
      import("../work/queue.ts"),
    ]);
  const { self, ...clients } = await knownClients(secrets, info);
  const rules = await loadRules([RULE_FOLDER, ...settings.rules.folders]);
  const database = await openDatabase(
    settings.database.kind === "server" ? { url: settings.database.url } : { folder: settings.database.folder },
  );
  opened.push(() => database.close());
  const store = openStore(database.db, now);
  const tidy = (): Promise<void> =>
    database.tidy().catch((error: unknown) => info("store.untidy", { message: String(error).slice(0, 200) }));
  const receive: Desk["receive"] = async (cloud, path, hash, origin) => {
    const read = await readSnapshotAside([path], settings.rules.folders);
    const received = await keepSnapshot({ store, history: historyAside }, cloud, hash, read, origin);
    await tidy();
    return received;
  };
  const sent = (cloud: string, path: string, hash: string) => receive(cloud, path, hash, "sent");
  const ingest = ingestion({ tokens: settings.ingestTokens, receive: sent, log: info });
  const health = await startHealth(settings.server, async () => store.requests.counts(), ingest);
  opened.push(() => health.stop());
  const atOnce = settings.limits.at_once;
  const queue = await startQueue(database, {
    now,
    noted: info,
    atOnce,
    ...(passing ? { passing } : {}),
    ...(clockSeconds ? { clockSeconds } : {}),
  });
  opened.push(() => queue.stop());
  const log: Log = (event, detail) => {
    health.count(event);
    info(event, detail);
  };
  for (const name of modelNames(settings)) await preloadModel(name);
  const models = modelsOf(settings, environment, store, now);
  const collect = collectForBot({ clouds: settings.clouds, receive: sent, now, log });
  const parts = {
    ...clients,
    self,
    store,
    rules,
    models,
    accept: queue.accept,
    now,
    log,
    collect,
    receive,
    history: historyAside,
  };
  const desk = await deskOf(settings, secrets, parts);
  await scheduleFromSettings(desk, queue);
  await queue.work(slackHandlers(desk));
  const app = slackApp(desk, queue, secrets, settings.slack, unrecoverable);
  await app.start();
  opened.push(() => app.stop());
  // at start as well: a laptop seldom serves for six hours
  const forget = async (): Promise<void> => {
    await forgetOld(desk, settings.retention.days);
    await tidy();
  };
  void forget();
  const forgetting = setInterval(() => void forget(), 6 * 3_600_000);
  forgetting.unref();
  health.ready(true);
  opened.push(async () => {
    health.ready(false);
    clearInterval(forgetting);
  });
  return health.url;
}

function noTokens(): never {
  throw new GlancewrightError("settings.wrong", {
    expected: "SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment or in .env",
    got: "nothing",
    next: "Make the app from manifest.json and copy both tokens; docs/slack.md shows where. glancewright doctor checks them.",
  });
}

/** Slack is asked who we are before anything else is opened. */
async function knownClients(secrets: SlackSecrets, info: Log): Promise<Clients & Pick<Desk, "self">> {
  const [{ slackClients }, { checkToken }] = await Promise.all([
    import("../slack/clients.ts"),
    import("../slack/check-token.ts"),
  ]);
  const clients = slackClients(secrets);
  const { team, bot, missing, self } = await checkToken(clients.client);
  info("slack.known", { team, bot, missing });
  return { ...clients, self };
}

async function deskOf(
  settings: Settings,
  secrets: SlackSecrets,
  parts: Omit<Desk, "settings" | "people" | "isNews" | "fileBytes" | "downloads">,
): Promise<Desk> {
  const [{ peopleOf }, { newsOf }, { downloadsOf, fileBytesOf }] = await Promise.all([
    import("../slack/people.ts"),
    import("../slack/news.ts"),
    import("../slack/downloads.ts"),
  ]);
  const fileBytes = fileBytesOf({ token: secrets.botToken, apiUrl: secrets.apiUrl, fetch, sleep });
  return {
    ...parts,
    settings,
    people: peopleOf(parts.client, parts.self, () => parts.now().getTime()),
    isNews: newsOf(() => parts.now().getTime()),
    fileBytes,
    downloads: downloadsOf(fileBytes),
  };
}

async function forgetOld(desk: Desk, days: number): Promise<void> {
  const { store, log } = desk;
  try {
    const { cases, messages } = await store.keepOnly(days);
    await takeBack(desk, messages);
    if (cases > 0) log("retention.forgot", { cases });
  } catch (error) {
    log("retention.failed", { message: error instanceof Error ? error.message.slice(0, 200) : "unknown" });
  }
}

/** The model that is asked first, then the one for the button. */
function modelNames({ model }: Settings): string[] {
  return [...new Set([model.use, model.other])].filter((name) => name !== "none");
}

function modelsOf(settings: Settings, environment: NodeJS.ProcessEnv, store: Store, now: () => Date): Models {
  const { limits } = settings;
  const names = modelNames(settings);
  const opened = async (name: string) => {
    const choice = readModelChoice(name);
    if (!choice) throw new Error("none is no model");
    return openModelWith(choice, { dry: false }, environment, settings);
  };
  return {
    names,
    open: async (name) => (await opened(name)).model,
    async options(name, caseId) {
      const [{ budgetOf }, { fileCache }, { costOf }] = await Promise.all([
        import("../advisor/budget.ts"),
        import("../advisor/cache.ts"),
        opened(name),
      ]);
      const accounts = { case: caseId, month: now().toISOString().slice(0, 7) };
      const most = {
        tokensPerCase: limits.tokens_per_case,
        tokensPerMonth: limits.tokens_per_month,
        costPerMonth: limits.cost_per_month,
      };
      const folder =
        settings.database.kind === "embedded" ? `${settings.database.folder}-answers` : `${stateFolder()}/answers`;
      return { budget: budgetOf(store.ledger, most, accounts, costOf), cache: fileCache(folder), costOf };
    },
  };
}

/** Runs until it is told to stop, or cannot go on. */
export async function serveCommand(): Promise<void> {
  const [{ pino }, { refusedToken, tokenRefused }] = await Promise.all([
    import("pino"),
    import("../slack/auth-trouble.ts"),
  ]);
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const info: Log = (event, detail) => log.info({ event, ...detail });
  const ended = Promise.withResolvers<GlancewrightError | null>();
  // the socket's library lets some refusals end as rejections that nobody awaits
  process.once("unhandledRejection", (reason) => {
    const word = refusedToken(reason);
    ended.resolve(word ? tokenRefused("SLACK_APP_TOKEN", word) : defect(reason));
  });
  const served = await serve(settingsHere(), { info, now: () => new Date(), unrecoverable: ended.resolve });
  info("serving", { health: served.health });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.resolve(null));
  const why = await ended.promise;
  info("stopping", { code: why?.code ?? "asked" });
  if (why === null) return served.stop();
  await Promise.race([served.stop().catch(() => {}), sleep(LONGEST_STOP_MS)]);
  process.stderr.write(`${why.message}\n`);
  process.exit(2);
}

/** What is held open by a connection that died is not waited for longer. */
const LONGEST_STOP_MS = 10_000;

const defect = (reason: unknown): GlancewrightError =>
  new GlancewrightError("internal.defect", {
    expected: "no failure that nobody awaits",
    got: reason instanceof Error ? reason.name : "one",
    next: "Start it again: what was accepted is taken up. Please report this with the log's last lines.",
  });
