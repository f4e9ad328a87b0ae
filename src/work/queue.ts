/** The queue: accept, work, stop. */
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { fromKysely, type JobWithMetadata } from "pg-boss";
import type { Database } from "../store/database.ts";
import { beginAttempt, endRequest } from "../store/requests-table.ts";
import { accepting, type JobData, type Kept } from "./accepting.ts";
import { AttemptLost, attemptOf, held } from "./attempt.ts";
import { type BossOptions, GIVEN_UP, LANES, type Noted, plainMessage, startBoss, WORKING } from "./boss.ts";
import { acceptDue, schedulesOf } from "./schedules.ts";
import type { Handler, Handlers, Passing, Queue } from "./work.ts";

export type QueueOptions = {
  /** The clock of the process. */
  now?: () => Date;
  /** How many requests of the slow lane are worked on at once in this process. */
  atOnce?: number;
  noted?: Noted;
  passing?: Passing;
  boss?: BossOptions;
  /** How often it is looked what has come due. */
  clockSeconds?: number;
};

type Parts = Kept & ReturnType<typeof accepting> & { noted: Noted; atOnce: number; clockSeconds: number };

/** Installs what the queue needs in the database, and starts it. Work begins with `work`. */
export async function startQueue(database: Database, options: QueueOptions = {}): Promise<Queue> {
  const { now = () => new Date(), noted = () => {}, passing = () => {}, atOnce = 16, clockSeconds = 15 } = options;
  const boss = await startBoss(database, noted, options.boss);
  const kept: Kept = { database, boss, now, passing };
  const parts: Parts = { ...kept, noted, atOnce, clockSeconds, ...accepting(kept) };
  const clock = new AbortController();
  return {
    accept: parts.accept,
    async work(handlers) {
      await work(parts, handlers);
      watchClock(parts, clock.signal);
    },
    schedules: schedulesOf(database.db, now),
    async stop(seconds = 20) {
      clock.abort();
      await boss.stop({ graceful: true, timeout: seconds * 1000, close: true });
    },
  };
}

/** Reading, rules and posting: more at once would only wait for one another. */
const QUICK_AT_ONCE = 4;

async function work(parts: Parts, handlers: Handlers): Promise<void> {
  const { boss, database, atOnce } = parts;
  // The folder is ours alone, so what is still marked as worked on was left by a process that died.
  if (database.engine.kind === "embedded") await takeBack(parts);
  const answer: Handler = async (attempt) => {
    const handler = handlers.kinds[attempt.request.kind];
    if (!handler) throw new Error(`no handler for ${attempt.request.kind}`);
    await handler(attempt);
  };
  const quick = { ...WORKING, localConcurrency: QUICK_AT_ONCE };
  // each worker looks for work by itself: many of them look seldom, and are woken by what arrives
  const slow = { ...WORKING, localConcurrency: atOnce, notifyPollingIntervalSeconds: 2 };
  for (const [queue, options] of [
    [LANES.quick, quick],
    [LANES.slow, slow],
  ] as const)
    await boss.work<JobData, void, typeof options>(queue, options, async ([job]) => {
      if (job) await workOn(parts, job, { handler: answer, prefix: "", end: "posted", queue });
    });
  await boss.work<JobData, void, typeof WORKING>(GIVEN_UP, WORKING, async ([job]) => {
    if (job)
      await workOn(parts, job, { handler: handlers.gaveUp, prefix: "given-up/", end: "failed", queue: GIVEN_UP });
  });
}

/** At once, for what came due while nothing ran, and then every few seconds. */
function watchClock({ database, accept, now, clockSeconds, noted }: Parts, signal: AbortSignal): void {
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await acceptDue(database.db, accept, now());
      } catch (error) {
        if (!signal.aborted) noted("clock.failed", { message: plainMessage(error) });
      }
      await sleep(clockSeconds * 1000, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  void look();
}

/** A request that was begun so often ends its process, and is given up like one that fails. */
const MOST_BEGUN = 25;

/** The end of a process is no failure of what it worked on: that is tried again at once, and costs no try. */
async function takeBack({ boss, database }: Parts): Promise<void> {
  await sql`update pgboss.job set state = 'retry', start_after = now() where state = 'active'
    and not exists (select from requests r where r.id = pgboss.job.id::text and r.attempt >= ${MOST_BEGUN})`.execute(
    database.db,
  );
  const { rows } = await sql<{ name: string; id: string; retryCount: number }>`
    select name, id, retry_count as "retryCount" from pgboss.job where state = 'active'`.execute(database.db);
  for (const { name, id, retryCount } of rows) await boss.fail(name, { id, retryCount });
}

type Way = { handler: Handler; prefix: string; end: "posted" | "failed"; queue: string };

/** The outside first, then one transaction that ends request and job together, if this attempt still holds both. */
async function workOn(parts: Parts, job: JobWithMetadata<JobData>, way: Way): Promise<void> {
  const { database, boss, now, passing, noted } = parts;
  await parts.quiet();
  const request = await beginAttempt(database.db, job.data.request);
  // Ended before the job was noted as done, or forgotten on demand: nothing is left to do.
  if (!request) return;
  await passing("attempt:begun");
  try {
    const shared = { db: database.db, request, now, passing, quiet: parts.quiet, prefix: way.prefix };
    await way.handler(attemptOf({ ...shared, signal: job.signal }));
    await held(shared, async (trx) => {
      await endRequest(trx, request.id, way.end, now());
      const fence = { id: job.id, retryCount: job.retryCount };
      // The declared type of the answer is empty; the figure is there.
      const done: { affected?: number } = await boss.complete(way.queue, fence, {}, { db: fromKysely(trx) });
      if (done.affected !== 1) throw new AttemptLost();
      await passing("request:ending");
    });
    await passing("request:ended");
  } catch (error) {
    noted("request.attempt-failed", { request: request.id, attempt: request.attempt, message: plainMessage(error) });
    // The job keeps what is thrown here: a plain message, never the texts that an error may carry.
    throw new Error(error instanceof AttemptLost ? error.message : "the attempt failed");
  }
}
