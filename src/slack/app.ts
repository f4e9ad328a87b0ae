/** Bolt on Socket Mode or signed HTTP: the same listeners, and deliveries that are kept before they are acknowledged. */
import { App, HTTPReceiver, LogLevel, type Receiver, type ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import { GlancewrightError } from "../errors.ts";
import type { SlackSecrets } from "../settings/settings.ts";
import type { Queue } from "../work/work.ts";
import { refusedToken, tokenRefused } from "./auth-trouble.ts";
import type { Desk } from "./desk.ts";
import { listenToButtons } from "./listeners/buttons.ts";
import { claim } from "./listeners/claims.ts";
import { listenToCommands } from "./listeners/commands.ts";
import { listenToHome } from "./listeners/home.ts";

export type SlackApp = { start: () => Promise<void>; stop: () => Promise<void> };

/** Milliseconds after which a dead connection is opened again: with one process, a command in that gap fails for its user. */
const PING_MS = 1_500;

/** What Bolt and its clients log goes to our log without its texts: they may hold tokens or what people wrote. */
function quietLogger(desk: Pick<Desk, "log">, refused: (word: string) => void) {
  const say =
    (level: string) =>
    (...parts: unknown[]) => {
      const [first] = parts;
      const code = (first as { code?: unknown })?.code;
      const word = parts.map(refusedToken).find((one) => one !== null);
      if (word && level === "error") refused(word);
      desk.log("slack.library", { level, code: word ?? (typeof code === "string" ? code : "none") });
    };
  return {
    debug: () => {},
    info: () => {},
    warn: say("warn"),
    error: say("error"),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

export function slackApp(
  desk: Desk,
  queue: Pick<Queue, "accept" | "schedules">,
  secrets: SlackSecrets,
  { mode, port }: { mode: "socket" | "http"; port: number },
  /** Told when Slack takes a token no more: its library would ask for ever. */
  unrecoverable: (error: GlancewrightError) => void = () => {},
): SlackApp {
  const logger = quietLogger(desk, (word) => unrecoverable(tokenRefused("SLACK_APP_TOKEN", word)));
  const receiver = mode === "socket" ? socketReceiver(secrets, logger) : httpReceiver(secrets, port, logger);
  const app = new App({
    token: secrets.botToken,
    receiver: claiming(receiver, (body) => claim(desk, queue, body)),
    clientOptions: { slackApiUrl: secrets.apiUrl },
    logger,
    // identity is asked for at start, by doctor's checks and ours
    tokenVerificationEnabled: false,
    botId: "unused",
    botUserId: "unused",
  });
  app.error(async (error) => {
    desk.log("slack.listener-failed", { code: error.code, message: error.message.slice(0, 200) });
  });
  listenToCommands(app, desk, queue);
  listenToButtons(app, desk, queue);
  listenToHome(app, desk, queue);
  return {
    async start() {
      try {
        await app.start();
      } catch (error) {
        const word = refusedToken(error);
        throw word ? tokenRefused("SLACK_APP_TOKEN", word) : error;
      }
    },
    stop: async () => void (await app.stop()),
  };
}

type Logger = ReturnType<typeof quietLogger>;

function socketReceiver({ appToken, apiUrl }: SlackSecrets, logger: Logger): Receiver {
  if (!appToken) throw missingSecret("SLACK_APP_TOKEN");
  return new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_MS,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
  });
}

function httpReceiver({ signingSecret }: SlackSecrets, port: number, logger: Logger): Receiver {
  if (!signingSecret) throw missingSecret("SLACK_SIGNING_SECRET");
  return new HTTPReceiver({ signingSecret, port, logger });
}

const missingSecret = (name: string): GlancewrightError =>
  new GlancewrightError("settings.wrong", {
    expected: `${name} in the environment`,
    got: "nothing",
    next: "See .env.example and docs/slack.md.",
  });

/** Bolt acknowledges events before any listener runs; ours are kept first, and not acknowledged when that fails. */
function claiming(receiver: Receiver, keep: (body: unknown) => Promise<void>): Receiver {
  return {
    init(app) {
      const first = {
        async processEvent(event: ReceiverEvent) {
          if (event.body["type"] === "event_callback") await keep(event.body);
          await app.processEvent(event);
        },
      };
      receiver.init(Object.assign(Object.create(app) as App, first));
    },
    start: (...given) => receiver.start(...given),
    stop: (...given) => receiver.stop(...given),
  };
}
