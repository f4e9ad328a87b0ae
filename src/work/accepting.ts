/** Taking requests in: claimed and queued in one transaction, many at once, before anybody is told that they arrived. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fromKysely, type PgBoss } from "pg-boss";
import type { Database } from "../store/database.ts";
import { insertRequests } from "../store/requests-table.ts";
import { LANES } from "./boss.ts";
import type { Accepted, Incoming, Passing, Queue } from "./work.ts";

export type Kept = { database: Database; boss: PgBoss; now: () => Date; passing: Passing };

type Accepting = {
  accept: Queue["accept"];
  /** Resolves when nothing waits to be acknowledged: work can wait, people cannot. */
  quiet: () => Promise<void>;
};

export type JobData = { request: string };

type Waiting = { incoming: Incoming; resolve: (accepted: Accepted) => void; reject: (error: unknown) => void };

/** Events that may wait for one another. */
const MOST_TOGETHER = 100;
const GATHERING_MS = 4;
const LONGEST_GATHERING_MS = 80;

/** So long after an arrival work waits for the next, between any two of its steps: a burst is acknowledged first. */
const SETTLING_MS = 60;
const LONGEST_SETTLING_MS = 1_500;

/** What arrives while a transaction runs is kept by the next one together, so that a burst is acknowledged in time. */
export function accepting(parts: Kept): Accepting {
  const waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let arrived = Number.NEGATIVE_INFINITY;
  let burstBegan = Number.NEGATIVE_INFINITY;
  /** Until a moment passes without an arrival: each transaction more costs all of them a sync of the disk. */
  const gathered = async (): Promise<void> => {
    const latest = performance.now() + LONGEST_GATHERING_MS;
    while (waiting.length < MOST_TOGETHER && performance.now() < latest) {
      const before = waiting.length;
      await sleep(GATHERING_MS);
      if (waiting.length === before) return;
    }
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gathered();
      await keepTogether(parts, waiting.splice(0, MOST_TOGETHER));
    }
    running = null;
  };
  return {
    accept(incoming) {
      const now = performance.now();
      if (now - arrived > SETTLING_MS) burstBegan = now;
      arrived = now;
      const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
      waiting.push({ incoming, resolve, reject });
      running ??= run();
      return promise;
    },
    async quiet() {
      for (;;) {
        // what never ends is no burst: work goes on beside it
        const left = Math.min(arrived + SETTLING_MS, burstBegan + LONGEST_SETTLING_MS) - performance.now();
        if (left <= 0) return;
        if (running) await running;
        else await sleep(left);
      }
    },
  };
}

async function keepTogether(parts: Kept, batch: readonly Waiting[]): Promise<void> {
  try {
    const accepted = await keepAll(
      parts,
      batch.map(({ incoming }) => incoming),
    );
    for (const [index, { resolve, reject }] of batch.entries()) {
      const one = accepted[index];
      if (one) resolve(one);
      else reject(new Error("an event was not kept"));
    }
  } catch (error) {
    const [only, ...more] = batch;
    if (more.length === 0) only?.reject(error);
    // one that cannot be kept must not take the others with it
    else for (const one of batch) await keepTogether(parts, [one]);
  }
}

/** One transaction and a handful of statements for all of them. */
async function keepAll(
  { database, boss, now, passing }: Kept,
  incoming: readonly Incoming[],
): Promise<readonly Accepted[]> {
  const made = incoming.map((one) => ({ ...one, id: uuidOf(one.event) }));
  const accepted = await database.db.transaction().execute(async (trx) => {
    const claimed = await insertRequests(trx, made, now());
    const fresh = made.filter((_, index) => claimed[index]?.repeated === false);
    for (const _one of fresh) await passing("accept:claimed");
    for (const [lane, own] of Map.groupBy(fresh, ({ lane: asked }) => asked ?? "quick")) {
      const jobs = own.map(({ id }) => ({ id, data: { request: id } satisfies JobData }));
      await boss.insert(LANES[lane], jobs, { db: fromKysely(trx) });
    }
    return claimed;
  });
  for (const _one of accepted) await passing("accept:kept");
  return accepted;
}

/** The same event has the same id for ever: the job library refuses an id that it has, besides the claim of the event. */
function uuidOf(event: string): string {
  const hex = createHash("sha256").update(event).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
