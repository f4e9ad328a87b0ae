/**
 * Requests, their steps and postings. Each attempt has a number; what an attempt writes is written only while no later
 * attempt has begun, so that a worker that was asleep cannot overtake the one that took its place.
 */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { MessageAt, Request, RequestState, Requests } from "./store.ts";
import type { Tables } from "./tables.ts";

export function requestsOf(db: Kysely<Tables>): Requests {
  return {
    async read(id) {
      const row = await db.selectFrom("requests").selectAll().where("id", "=", id).executeTakeFirst();
      return row ? requestOf(row) : null;
    },
    async underWay({ channel, ts }) {
      const row = await db
        .selectFrom("requests")
        .select("case_id")
        .where("state", "in", ["accepted", "working"])
        .where("kind", "=", "review")
        .where("case_id", "is not", null)
        .where(sql`data::jsonb #>> '{place,channel}'`, "=", channel)
        .where(sql`data::jsonb #>> '{place,thread}'`, "=", ts)
        .executeTakeFirst();
      return row?.case_id ?? null;
    },
    async counts() {
      const rows = await db
        .selectFrom("requests")
        .select(({ fn }) => ["state", fn.countAll().as("count")])
        .groupBy("state")
        .execute();
      const counts: Record<RequestState, number> = { accepted: 0, working: 0, posted: 0, failed: 0 };
      for (const { state, count } of rows) counts[state as RequestState] = Number(count);
      return counts;
    },
  };
}

export type NewRequest = { id: string; event: string; kind: string; caseId: string | null; data: object };

/** `repeated`: the event was claimed before; `request` is then the one that it made. */
export type Claimed = { request: string; repeated: boolean };

/** Claims the events for new requests, in a handful of statements whatever their number; one answer for each, in order. */
export async function insertRequests(
  trx: Transaction<Tables>,
  made: readonly NewRequest[],
  at: Date,
): Promise<Claimed[]> {
  // of one event that is here twice the first makes the request
  const first = new Map(made.toReversed().map((one) => [one.event, one]));
  const inserted = await trx
    .insertInto("events")
    .values([...first.values()].map(({ event, id }) => ({ event, request_id: id, at })))
    .onConflict((conflict) => conflict.doNothing())
    .returning("event")
    .execute();
  const fresh = new Set(inserted.map(({ event }) => event));
  const rows = [...first.values()].filter(({ event }) => fresh.has(event));
  if (rows.length > 0)
    await trx
      .insertInto("requests")
      .values(
        rows.map(({ id, kind, caseId, data }) => ({
          id,
          kind,
          case_id: caseId,
          data: JSON.stringify(data),
          state: "accepted",
          at,
          ended_at: null,
        })),
      )
      .execute();
  const before = await requestsOfEvents(
    trx,
    [...first.keys()].filter((event) => !fresh.has(event)),
  );
  return made.map((one) => ({
    request: before.get(one.event) ?? first.get(one.event)?.id ?? one.id,
    repeated: !fresh.has(one.event) || first.get(one.event) !== one,
  }));
}

async function requestsOfEvents(
  trx: Transaction<Tables>,
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const rows = await trx.selectFrom("events").select(["event", "request_id"]).where("event", "in", events).execute();
  return new Map(rows.map(({ event, request_id: request }) => [event, request]));
}

/** Begins the next attempt; null if the request has ended or was forgotten. */
export async function beginAttempt(db: Kysely<Tables>, id: string): Promise<Request | null> {
  const row = await db
    .updateTable("requests")
    .set(({ eb }) => ({ attempt: eb("attempt", "+", 1), state: "working" }))
    .where("id", "=", id)
    .where("state", "in", ["accepted", "working"])
    .returningAll()
    .executeTakeFirst();
  return row ? requestOf(row) : null;
}

/** Holds the request for the rest of the transaction; false if a later attempt has begun, or it has ended. */
export async function holdAttempt(trx: Transaction<Tables>, id: string, attempt: number): Promise<boolean> {
  const row = await trx
    .selectFrom("requests")
    .select("id")
    .where("id", "=", id)
    .where("attempt", "=", attempt)
    .where("state", "=", "working")
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a held request and empties what it was asked with. */
export async function endRequest(
  trx: Transaction<Tables>,
  id: string,
  state: "posted" | "failed",
  at: Date,
): Promise<void> {
  await trx.updateTable("requests").set({ state, ended_at: at, data: "{}" }).where("id", "=", id).execute();
}

/** What a step gave before, as JSON; null: it has not run. */
export async function readStep(db: Kysely<Tables>, id: string, step: string): Promise<string | null> {
  const query = db.selectFrom("steps").select("result").where("request_id", "=", id).where("step", "=", step);
  return (await query.executeTakeFirst())?.result ?? null;
}

export async function insertStep(trx: Transaction<Tables>, id: string, step: string, result: string, at: Date) {
  await trx.insertInto("steps").values({ request_id: id, step, result, at }).execute();
}

export type PostingRow = { marker: string; begunAt: Date; posted: MessageAt | null };

export async function readPosting(db: Kysely<Tables>, id: string, key: string): Promise<PostingRow | null> {
  const query = db.selectFrom("postings").selectAll().where("request_id", "=", id).where("key", "=", key);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  const { marker, begun_at, posted_channel, posted_ts } = row;
  const posted = posted_channel !== null && posted_ts !== null ? { channel: posted_channel, ts: posted_ts } : null;
  return { marker, begunAt: begun_at, posted };
}

export type Intent = { id: string; key: string; marker: string; attempt: number; purpose: string; channel: string };

/** Before the post: from here on a message may be outside. */
export async function insertIntent(trx: Transaction<Tables>, { id, ...intent }: Intent, at: Date): Promise<void> {
  const none = { posted_channel: null, posted_ts: null };
  await trx
    .insertInto("postings")
    .values({ request_id: id, ...intent, begun_at: at, ...none })
    .execute();
}

/** A later attempt takes the posting over; it keeps the time of the first. */
export async function takeIntent(trx: Transaction<Tables>, id: string, key: string, attempt: number): Promise<void> {
  await trx.updateTable("postings").set({ attempt }).where("request_id", "=", id).where("key", "=", key).execute();
}

/** After the post. */
export async function setPosted(trx: Transaction<Tables>, id: string, key: string, { channel, ts }: MessageAt) {
  await trx
    .updateTable("postings")
    .set({ posted_channel: channel, posted_ts: ts })
    .where("request_id", "=", id)
    .where("key", "=", key)
    .execute();
}

function requestOf(row: Selectable<Tables["requests"]>): Request {
  return {
    id: row.id,
    kind: row.kind,
    caseId: row.case_id,
    data: JSON.parse(row.data),
    state: row.state as RequestState,
    attempt: row.attempt,
    at: row.at,
  };
}
