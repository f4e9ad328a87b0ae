/**
 * Requests on a database of which one call in so many fails, before or after it did its work, and on a Slack that refuses and
 * forgets to answer. Counts what was lost and what came twice.
 */
import type { PGlite } from "@electric-sql/pglite";
import fc from "fast-check";
import { databaseOf } from "../src/store/database.ts";
import { memoryDatabase } from "../src/store/test-database.ts";
import { startQueue } from "../src/work/queue.ts";
import type { Outside, Posting } from "../src/work/work.ts";

export type Faults = { requests: number; oneIn: number; seed: number };
export type Faulted = { calls: number; failed: number; refused: number; lost: string[]; twice: string[] };

const POSTS = ["parent", "part", "files"] as const;
const PATIENCE_MS = 10 * 60_000;

export async function faultRun({ requests, oneIn, seed }: Faults): Promise<Faulted> {
  const draws = fc.sample(fc.noBias(fc.nat(999_999)), { seed, numRuns: 100_000 });
  let drawn = 0;
  const chance = (): number => (draws[drawn++ % draws.length] ?? 0) / 1_000_000;
  const counts = { calls: 0, failed: 0, refused: 0, on: false };
  const whole = await memoryDatabase();
  if (whole.engine.kind !== "embedded") throw new Error("an engine of this process");
  const database = databaseOf(failing(whole.engine.embedded, counts, () => chance() < 1 / oneIn, chance));
  const wall = new Map<string, number>();
  const markers = new Set<string>();
  const queue = await startQueue(database);
  const done = new Set<string>();
  try {
    counts.on = true;
    await queue.work({
      kinds: {
        ask: async (attempt) => {
          const name = String(attempt.request.data["name"]);
          await attempt.step("paid", async () => name);
          for (const key of POSTS)
            await attempt.post(posting(key), slack(`${name} ${key}`, wall, markers, counts, chance));
          done.add(name);
        },
      },
      gaveUp: async () => {},
    });
    const names = Array.from({ length: requests }, (_, at) => `Ev${at}`);
    for (const name of names) await deliver(queue, name);
    const end = Date.now() + PATIENCE_MS;
    while (names.some((name) => POSTS.some((key) => !wall.has(`${name} ${key}`))) && Date.now() < end)
      await new Promise((go) => setTimeout(go, 50));
    counts.on = false;
    const all = names.flatMap((name) => POSTS.map((key) => `${name} ${key}`));
    return {
      calls: counts.calls,
      failed: counts.failed,
      refused: counts.refused,
      lost: all.filter((post) => !wall.has(post)),
      twice: all.filter((post) => (wall.get(post) ?? 0) > 1),
    };
  } finally {
    counts.on = false;
    await queue.stop(5);
    await whole.close();
  }
}

/** As Slack does: what was not acknowledged comes again, and each event comes twice in any case. */
async function deliver(queue: Awaited<ReturnType<typeof startQueue>>, name: string): Promise<void> {
  for (let acknowledged = 0; acknowledged < 2; )
    await queue.accept({ event: name, kind: "ask", caseId: null, data: { name } }).then(
      () => {
        acknowledged++;
      },
      () => {},
    );
}

const posting = (key: string): Posting => ({
  key,
  channel: "C1",
  thread: null,
  purpose: key,
  hash: "ab".repeat(32),
  bytes: 1,
});

/** One in twenty is refused for its rate, one in twenty is posted and the answer lost. */
function slack(
  post: string,
  wall: Map<string, number>,
  markers: Set<string>,
  counts: { refused: number },
  chance: () => number,
): Outside {
  const at = { channel: "C1", ts: "1.1" };
  return {
    async send(marker) {
      const luck = chance();
      if (luck < 0.05) {
        counts.refused++;
        throw new Error("ratelimited");
      }
      wall.set(post, (wall.get(post) ?? 0) + 1);
      markers.add(marker);
      if (luck < 0.1) throw new Error("no answer");
      return at;
    },
    find: async (marker) => (markers.has(marker) ? at : null),
  };
}

/** The engine with calls that fail: half of them have done their work by then. */
function failing(
  engine: PGlite,
  counts: { calls: number; failed: number; on: boolean },
  fails: () => boolean,
  chance: () => number,
): PGlite {
  const wrapped = <Call extends (...given: never[]) => Promise<unknown>>(call: Call): Call =>
    (async (...given: never[]) => {
      if (!counts.on || String(given[0]) === "ROLLBACK") return call(...given);
      counts.calls++;
      if (!fails()) return call(...given);
      counts.failed++;
      if (chance() < 0.5) await call(...given);
      throw Object.assign(new Error("the connection was lost"), { code: "08006" });
    }) as Call;
  const proxied = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(own, name) {
        const value = Reflect.get(own, name, own) as unknown;
        if (typeof value !== "function") return value;
        if (name === "query" || name === "exec") return wrapped(value.bind(own));
        if (name === "transaction")
          return (run: (tx: object) => Promise<unknown>) => value.call(own, (tx: object) => run(proxied(tx)));
        return value.bind(own);
      },
    });
  return proxied(engine);
}
