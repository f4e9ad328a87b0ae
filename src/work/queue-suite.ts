/** What the queue does, on whatever engine: run in the tests on the embedded one, and by a script on a server. */
import type { Database } from "../store/database.ts";
import { openStore } from "../store/open-store.ts";
import type { MessageAt, Store } from "../store/store.ts";
import { type QueueOptions, startQueue } from "./queue.ts";
import type { Attempt, Handlers, Outside, Posting, Queue } from "./work.ts";

/** A stand-in of Slack: a list of messages, each with the marker that it carries. */
type Wall = { messages: { marker: string; ts: string }[]; outside: Outside };

function wall(): Wall {
  const messages: Wall["messages"] = [];
  const at = (ts: string): MessageAt => ({ channel: "C1", ts });
  return {
    messages,
    outside: {
      async send(marker) {
        const ts = `${messages.length + 1}.0`;
        messages.push({ marker, ts });
        return at(ts);
      },
      async find(marker) {
        const found = messages.find((message) => message.marker === marker);
        return found ? at(found.ts) : null;
      },
    },
  };
}

const posting = (key: string): Posting => ({
  key,
  channel: "C1",
  thread: "1.1",
  purpose: key,
  hash: "ab".repeat(32),
  bytes: 10,
});

/** Waits until `wanted` holds; the queue wakes its workers by itself. */
async function until(wanted: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await wanted())) {
    if (Date.now() > end) throw new Error("it did not come to pass in 30 seconds");
    await new Promise((go) => setTimeout(go, 20));
  }
}

export type QueueCase = { name: string; run: (database: Database) => Promise<{ got: unknown; wanted: unknown }> };

const ask = (event: string) => ({ event, kind: "design", caseId: "c1", data: { channel: "C1" } });

type Running = { queue: Queue; store: Store; ended: () => Promise<boolean> };

async function withQueue<Value>(
  database: Database,
  run: (given: Running) => Promise<Value>,
  options: QueueOptions = {},
) {
  const queue = await startQueue(database, options);
  const store = openStore(database.db);
  const ended = async (): Promise<boolean> => {
    const { accepted, working } = await store.requests.counts();
    return accepted + working === 0;
  };
  try {
    return await run({ queue, store, ended });
  } finally {
    await queue.stop(5);
  }
}

const handlers = (design: (attempt: Attempt) => Promise<unknown>): Handlers => ({
  kinds: { design: async (attempt) => void (await design(attempt)) },
  gaveUp: async () => {},
});

export const QUEUE_SUITE: readonly QueueCase[] = [
  {
    name: "an event that is delivered three times at once is answered once",
    run: (database) =>
      withQueue(database, async ({ queue, store, ended }) => {
        const { messages, outside } = wall();
        await queue.work(handlers(({ post }) => post(posting("verdict"), outside)));
        const accepted = await Promise.all([1, 2, 3].map(() => queue.accept(ask("Ev1"))));
        await until(ended);
        const again = await queue.accept(ask("Ev1"));
        const noted = (await store.messages.ofCase("c1")).map(({ purpose, ts }) => [purpose, ts]);
        const request = await store.requests.read(again.request);
        return {
          got: [
            accepted.filter(({ repeated }) => !repeated).length,
            again.repeated,
            messages.length,
            noted,
            request?.data,
          ],
          wanted: [1, true, 1, [["verdict", "1.0"]], {}],
        };
      }),
  },
  {
    name: "what an attempt paid for and posted is not paid or posted again by the next",
    run: (database) =>
      withQueue(database, async ({ queue, store, ended }) => {
        const { messages, outside } = wall();
        let paid = 0;
        await queue.work(
          handlers(async ({ request, step, post }) => {
            const answer = await step("model", async () => ({ text: `answer ${++paid}` }));
            await post(posting(answer.text), outside);
            if (request.attempt === 1) throw new Error("after the post");
            await post(posting("report"), outside);
          }),
        );
        const { request } = await queue.accept(ask("Ev1"));
        await until(ended);
        const { attempt, state } = (await store.requests.read(request)) ?? {};
        return {
          got: [paid, messages.map(({ marker }) => marker.split("/")[1]), attempt, state],
          wanted: [1, ["answer 1", "report"], 2, "posted"],
        };
      }),
  },
  {
    name: "a message that went out unnoted is found by its marker, not posted again",
    run: (database) =>
      withQueue(database, async ({ queue, store, ended }) => {
        const { messages, outside } = wall();
        const lost: Outside = {
          ...outside,
          async send(marker) {
            await outside.send(marker);
            throw new Error("the answer of Slack never came");
          },
        };
        await queue.work(
          handlers(({ request, post }) => post(posting("verdict"), request.attempt === 1 ? lost : outside)),
        );
        await queue.accept(ask("Ev1"));
        await until(ended);
        const sent = await store.audit.ofCase("c1");
        return { got: [messages.length, sent.map(({ to, target }) => [to, target])], wanted: [1, [["slack", "C1"]]] };
      }),
  },
  {
    name: "an attempt that was overtaken writes and posts nothing more",
    run: (database) =>
      withQueue(database, async ({ queue, store, ended }) => {
        const { messages, outside } = wall();
        let wake = () => {};
        const asleep = new Promise<void>((go) => (wake = go));
        const late: string[] = [];
        await queue.work(
          handlers(async ({ request, step, post }) => {
            if (request.attempt > 1) return post(posting("verdict"), outside);
            await asleep;
            await step("model", async () => 1).catch(({ name }) => late.push(name));
            await post(posting("verdict"), outside).catch(({ name }) => late.push(name));
            await post(posting("other"), outside).catch(({ name }) => late.push(name));
          }),
        );
        const { request } = await queue.accept(ask("Ev1"));
        await until(async () => (await store.requests.read(request))?.attempt === 1);
        await overtake(database, request);
        await until(ended);
        wake();
        await until(() => late.length === 3);
        return { got: [messages.length, late], wanted: [1, ["AttemptLost", "AttemptLost", "AttemptLost"]] };
      }),
  },
  {
    name: "a transaction that fails after the claim keeps neither event nor request",
    async run(database) {
      let broken = true;
      const passing = (point: string) => {
        if (point === "accept:claimed" && broken) throw new Error("the disk is full");
      };
      const accepted = async ({ queue, store }: Running) => {
        const refused = await queue.accept(ask("Ev1")).catch(({ message }) => message);
        const counts = await store.requests.counts();
        broken = false;
        return [refused, counts.accepted, (await queue.accept(ask("Ev1"))).repeated];
      };
      return { got: await withQueue(database, accepted, { passing }), wanted: ["the disk is full", 0, false] };
    },
  },
  {
    name: "a request that was forgotten before its turn is not worked",
    run: (database) =>
      withQueue(database, async ({ queue, store, ended }) => {
        const seen: (string | null)[] = [];
        await queue.accept(ask("Ev1"));
        await store.forget("c1");
        await queue.accept({ ...ask("Ev2"), caseId: "c2" });
        await queue.work(handlers(async ({ request }) => seen.push(request.caseId)));
        await until(async () => seen.length > 0 && (await ended()));
        const repeated = await queue.accept(ask("Ev1"));
        return { got: [seen, repeated.repeated], wanted: [["c2"], true] };
      }),
  },
  {
    name: "a schedule is kept, replaced and removed, and follows the clock of its place",
    run: (database) =>
      withQueue(database, async ({ queue: { schedules } }) => {
        const monday = {
          key: "digest:Köln 1",
          weekly: { weekday: 1, time: "09:00", timeZone: "Europe/Berlin" },
          kind: "digest",
          data: { cloud: "k" },
        };
        await schedules.put(monday);
        const earlier = { ...monday, weekly: { ...monday.weekly, time: "08:00" } };
        await schedules.put(earlier);
        const listed = await schedules.list();
        const times = schedules.next(monday.weekly, new Date("2026-10-18T00:00:00Z"), 3);
        const nowhere = { ...monday, weekly: { ...monday.weekly, timeZone: "Europe/Nowhere" } };
        const wrong = await schedules.put(nowhere).catch(({ code }) => code);
        const removed = [await schedules.remove(monday.key), await schedules.remove(monday.key)];
        return {
          got: [listed, times.map((time) => time.toISOString()), wrong, removed, await schedules.list()],
          wanted: [
            [earlier],
            ["2026-10-19T07:00:00.000Z", "2026-10-26T08:00:00.000Z", "2026-11-02T08:00:00.000Z"],
            "schedule.unreadable",
            [true, false],
            [],
          ],
        };
      }),
  },
];

/** As the supervisor does with a job whose worker gave no sign of life: the job goes to the next worker. */
async function overtake(database: Database, request: string): Promise<void> {
  const { sql } = await import("kysely");
  await sql`update pgboss.job set state = 'retry', retry_count = retry_count + 1, start_after = now()
    where id = ${request}::uuid`.execute(database.db);
}
