/** Three clients of Slack, so that a rate limit on one kind of call holds up no other. */
import { setTimeout as sleep } from "node:timers/promises";
import { WebAPIRateLimitedError, WebClient, type WebClientOptions } from "@slack/web-api";
import type { SlackSecrets } from "../settings/settings.ts";

export type Clients = {
  /** For what somebody waits for at once: forms, people, words for one person. */
  client: WebClient;
  /** For posts. Asks once: whether a post whose answer is lost is there is looked for, never guessed. */
  posting: WebClient;
  /** For edits, look-ups, deletions, pictures. */
  bulk: WebClient;
};

const TIMEOUT_MS = 10_000;

const nothing = (): void => {};
/** The library logs what it sends: our own log has what is needed of it. */
const silentLogger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => "error" as never,
  setName: nothing,
};

export function slackClients({ botToken, apiUrl }: Pick<SlackSecrets, "botToken" | "apiUrl">): Clients {
  const open = (more: WebClientOptions): WebClient =>
    new WebClient(botToken, { slackApiUrl: apiUrl, timeout: TIMEOUT_MS, logger: silentLogger, ...more });
  const patient = { retryConfig: { retries: 3, maxTimeout: 10_000 } };
  return {
    client: open(patient),
    posting: open({ retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }),
    bulk: open(patient),
  };
}

const MOST_WAITS = 5;
const LONGEST_WAIT_SECONDS = 120;

/** A call that Slack put off was not carried out: it is made again when Slack says. All other failures are thrown. */
export async function putOff<Value>(call: () => Promise<Value>, wait = sleep): Promise<Value> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || waits >= MOST_WAITS) throw error;
      if (error.retryAfter > LONGEST_WAIT_SECONDS) throw error;
      await wait(error.retryAfter * 1000);
    }
  }
}
