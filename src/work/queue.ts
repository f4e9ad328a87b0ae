/** The queue: accept, work, stop. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { fromKysely, type JobWithMetadata, type PgBoss } from "pg-boss";
import type { Database } from "../store/database.ts";
import { beginAttempt, endRequest, insertRequest } from "../store/requests-table.ts";
import { AttemptLost, attemptOf, held } from "./attempt.ts";
import { type BossOptions, CLOCK, GIVEN_UP, type Noted, plainMessage, REQUESTS, startBoss, WORKING } from "./boss.ts";
import { type ClockData, schedulesOf } from "./schedules.ts";
import type { Accepted, Handler, Handlers, Incoming, Passing, Queue } from "./work.ts";

export type QueueOptions = {
  /** The clock of the process. */
  now?: () => Date;
  /** How many requests are worked on at once in this process. */
  atOnce?: number;
  noted?: Noted;
  passing?: Passing;
  boss?: BossOptions;
};

type Parts = { database: Database; boss: PgBoss; now: () => Date; passing: Passing; noted: Noted; atOnce: number };

/** Installs what the queue needs in the database, and starts it. Work begins with `work`. */
export async function startQueue(database: Database, options: QueueOptions = {}): Promise<Queue> {
  const { now = () => new Date(), noted = () => {}, passing = () => {}, atOnce = 4 } = options;
  const boss = await startBoss(database, noted, options.boss);
  const parts: Parts = { database, boss, now, passing, noted, atOnce };
  return {
    accept: (incoming) => accept(parts, incoming),
    work: (handlers) => work(parts, handlers),
    schedules: schedulesOf(boss),
    stop: (seconds = 20) => boss.stop({ graceful: true, timeout: seconds * 1000, close: true }),
  };
}

type JobData = { request: string };

async function accept({ database, boss, now, passing }: Parts, incoming: Incoming): Promise<Accepted> {
  const id = uuidOf(incoming.event);
  const before = await database.db.transaction().execute(async (trx) => {
    const earlier = await insertRequest(trx, { id, ...incoming }, now());
    if (earlier !== null) return earlier;
    await passing("accept:claimed");
    await boss.send(REQUESTS, { request: id } satisfies JobData, { id, db: fromKysely(trx) });
    return null;
  });
  await passing("accept:kept");
  return { request: before ?? id, repeated: before !== null };
}

/** The same event has the same id for ever: the job library refuses an id that it has, besides the claim of the event. */
function uuidOf(event: string): string {
  const hex = createHash("sha256").update(event).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function work(parts: Parts, handlers: Handlers): Promise<void> {
  const { boss, database, atOnce } = parts;
  // The folder is ours alone, so what is still marked as worked on was left by a process that died.
  if (database.engine.kind === "embedded") await takeBack(parts);
  const options = { ...WORKING, localConcurrency: atOnce };
  const answer: Handler = async (attempt) => {
    const handler = handlers.kinds[attempt.request.kind];
    if (!handler) throw new Error(`no handler for ${attempt.request.kind}`);
    await handler(attempt);
  };
  await boss.work<JobData, void, typeof options>(REQUESTS, options, async ([job]) => {
    if (job) await workOn(parts, job, { handler: answer, prefix: "", end: "posted", queue: REQUESTS });
  });
  await boss.work<JobData, void, typeof options>(GIVEN_UP, options, async ([job]) => {
    if (job)
      await workOn(parts, job, { handler: handlers.gaveUp, prefix: "given-up/", end: "failed", queue: GIVEN_UP });
  });
  await boss.work<ClockData, void, typeof WORKING>(CLOCK, WORKING, async ([job]) => {
    if (!job) return;
    const { kind, data } = job.data;
    await accept(parts, { event: `clock:${job.id}`, kind, data, caseId: null });
  });
}

async function takeBack({ boss, database }: Parts): Promise<void> {
  const { rows } = await sql<{ name: string; id: string; retryCount: number }>`
    select name, id, retry_count as "retryCount" from pgboss.job where state = 'active'`.execute(database.db);
  for (const { name, id, retryCount } of rows) await boss.fail(name, { id, retryCount });
}

type Way = { handler: Handler; prefix: string; end: "posted" | "failed"; queue: string };

/** The outside first, then one transaction that ends request and job together, if this attempt still holds both. */
async function workOn(parts: Parts, job: JobWithMetadata<JobData>, way: Way): Promise<void> {
  const { database, boss, now, passing, noted } = parts;
  const request = await beginAttempt(database.db, job.data.request);
  // Ended before the job was noted as done, or forgotten on demand: nothing is left to do.
  if (!request) return;
  await passing("attempt:begun");
  try {
    const shared = { db: database.db, request, now, passing, prefix: way.prefix };
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
