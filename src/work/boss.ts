/** The job library on either engine, with the settings that were measured: a killed worker's job comes back within some 15 seconds. */
import { type ConstructorOptions, fromPglite, PgBoss } from "pg-boss";
import type { Database } from "../store/database.ts";
import type { Lane } from "./work.ts";

/** Requests to work on, by lane. */
export const LANES: Readonly<Record<Lane, string>> = { quick: "requests", slow: "slow-requests" };
/** Requests whose every attempt failed. */
export const GIVEN_UP = "given-up";

const KEEP_DAYS = 86_400 * 30;

/** The job library tells of trouble by events: a listener must be there, or an error ends the process. */
export type Noted = (what: string, detail: Readonly<Record<string, unknown>>) => void;

export type BossOptions = Pick<ConstructorOptions, "clock">;

export async function startBoss(database: Database, noted: Noted, options: BossOptions = {}): Promise<PgBoss> {
  const { engine } = database;
  const place: ConstructorOptions =
    engine.kind === "server"
      ? { connectionString: engine.url, max: 5 }
      : { db: fromPglite(engine.embedded), backend: "pglite" };
  const boss = new PgBoss({
    ...place,
    ...options,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    useListenNotify: true,
  });
  boss.on("error", (error: unknown) => noted("queue.error", { message: plainMessage(error) }));
  boss.on("warning", ({ message }: { message: string }) => noted("queue.warning", { message }));
  await boss.start();
  await boss.createQueue(GIVEN_UP, { ...queueTimes, retryLimit: 20, retryDelay: 30, retryBackoff: true });
  for (const name of Object.values(LANES))
    await boss.createQueue(name, {
      ...queueTimes,
      // on a server a process that ends costs a try: there are enough for a night of restarts
      retryLimit: 20,
      retryDelay: 2,
      retryBackoff: true,
      deadLetter: GIVEN_UP,
    });
  return boss;
}

/** Heartbeats of 10 seconds, the shortest there are: without them a killed worker's job would wait for 15 minutes. */
const queueTimes = {
  heartbeatSeconds: 10,
  expireInSeconds: 1800,
  retryDelayMax: 300,
  retentionSeconds: KEEP_DAYS,
  notify: true,
} as const;

/** Notifications wake a worker at once, but not for a backlog: that is what the short poll is for. */
export const WORKING = {
  includeMetadata: true,
  batchSize: 1,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
  burstWhenReadyExceeds: 1,
  heartbeatRefreshSeconds: 3,
} as const;

/** Of an error only code and message: the embedded engine's errors carry its whole source, and some carry parameters. */
export function plainMessage(error: unknown): string {
  if (!(error instanceof Error)) return "an error without a message";
  const code = "code" in error ? `${String(error.code)}: ` : "";
  return `${code}${error.message}`.slice(0, 300);
}
