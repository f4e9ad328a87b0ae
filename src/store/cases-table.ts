/** Cases, their revisions and questions. Numbers are given under a lock on the case, so that two writers never take the same. */
import type { Kysely, Selectable, Transaction } from "kysely";
import type { Exchange, Revision, StoredCase } from "../advisor/cases.ts";
import { GlancewrightError } from "../errors.ts";
import type { CaseHead, Cases, RevisionMade } from "./store.ts";
import type { Tables } from "./tables.ts";

const BY_RULES: RevisionMade = { by: null, model: null };

/** `now` is the clock of the process. */
export function casesOf(db: Kysely<Tables>, now: () => Date): Cases {
  const addRevision: Cases["addRevision"] = (id, revision, made = BY_RULES) =>
    db.transaction().execute((trx) => insertRevision(trx, id, revision, made, now()));
  return {
    async create(id, first) {
      await db.transaction().execute(async (trx) => {
        await insertHead(trx, { id, thread: null, cloud: null, openedBy: null }, now());
        await insertRevision(trx, id, first, BY_RULES, now());
      });
    },
    open: (opened) => insertHead(db, opened, now()),
    async head(id) {
      const row = await db.selectFrom("cases").selectAll().where("id", "=", id).executeTakeFirst();
      return row ? headOf(row) : null;
    },
    async ofThread({ channel, ts }) {
      const query = db.selectFrom("cases").selectAll().where("channel", "=", channel).where("thread", "=", ts);
      const row = await query.executeTakeFirst();
      return row ? headOf(row) : null;
    },
    async inChannel(channel, most) {
      const query = db.selectFrom("cases").select("id").where("channel", "=", channel);
      const rows = await query.orderBy("changed_at", "desc").orderBy("id").limit(most).execute();
      return rows.map(({ id }) => id);
    },
    // One snapshot for the three tables: a revision that is added meanwhile is wholly in or out.
    read: (id) =>
      db
        .transaction()
        .setIsolationLevel("repeatable read")
        .execute((trx) => readCase(trx, id)),
    addRevision,
    async addExchange(id, exchange) {
      await db.transaction().execute((trx) => insertExchange(trx, id, exchange, now()));
    },
    async history(id) {
      const rows = await db
        .selectFrom("revisions")
        .select(["number", "made_by", "model", "at"])
        .where("case_id", "=", id)
        .orderBy("number")
        .execute();
      return rows.map(({ number, made_by, model, at }) => ({
        number,
        at,
        by: made_by,
        model: model === null ? null : JSON.parse(model),
      }));
    },
  };
}

type Opened = Pick<CaseHead, "id" | "thread" | "cloud" | "openedBy">;

async function insertHead(db: Kysely<Tables>, opened: Opened, at: Date): Promise<boolean> {
  const row = {
    id: opened.id,
    channel: opened.thread?.channel ?? null,
    thread: opened.thread?.ts ?? null,
    cloud: opened.cloud,
    opened_by: opened.openedBy,
    opened_at: at,
    changed_at: at,
  };
  const result = await db
    .insertInto("cases")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows) === 1;
}

/** Holds the case for the rest of the transaction; an unknown one is an error. */
async function touch(trx: Transaction<Tables>, id: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("cases")
    .set({ changed_at: at })
    .where("id", "=", id)
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 1) return;
  throw new GlancewrightError("cases.none", {
    expected: "a kept case",
    got: "one that was never opened, or was forgotten",
    next: "Give the files again.",
  });
}

async function insertRevision(
  trx: Transaction<Tables>,
  id: string,
  revision: Revision,
  { by, model }: RevisionMade,
  at: Date,
): Promise<number> {
  await touch(trx, id, at);
  const number = await nextNumber(trx, "revisions", id);
  await trx
    .insertInto("revisions")
    .values({
      case_id: id,
      number,
      sources: JSON.stringify(revision.sources),
      redactions: JSON.stringify(revision.redactions),
      not_kept: JSON.stringify(revision.notKept),
      facts: JSON.stringify(revision.facts),
      review: JSON.stringify(revision.review),
      made_by: by,
      model: model && JSON.stringify(model),
      at,
    })
    .execute();
  return number;
}

async function insertExchange(trx: Transaction<Tables>, id: string, exchange: Exchange, at: Date): Promise<void> {
  await touch(trx, id, at);
  const number = await nextNumber(trx, "exchanges", id);
  await trx
    .insertInto("exchanges")
    .values({ case_id: id, number, exchange: JSON.stringify(exchange), at })
    .execute();
}

async function nextNumber(trx: Transaction<Tables>, table: "revisions" | "exchanges", id: string): Promise<number> {
  const query = trx.selectFrom(table).select(({ fn }) => fn.max("number").as("last"));
  const row = await query.where("case_id", "=", id).executeTakeFirst();
  return Number(row?.last ?? 0) + 1;
}

async function readCase(trx: Transaction<Tables>, id: string): Promise<StoredCase | null> {
  const head = await trx.selectFrom("cases").select("id").where("id", "=", id).executeTakeFirst();
  if (!head) return null;
  const revisions = await trx.selectFrom("revisions").selectAll().where("case_id", "=", id).orderBy("number").execute();
  const exchanges = await trx.selectFrom("exchanges").selectAll().where("case_id", "=", id).orderBy("number").execute();
  return {
    id,
    revisions: revisions.map(revisionOf),
    exchanges: exchanges.map(({ exchange }) => JSON.parse(exchange) as Exchange),
  };
}

function revisionOf(row: Selectable<Tables["revisions"]>): Revision {
  return {
    sources: JSON.parse(row.sources),
    redactions: JSON.parse(row.redactions),
    notKept: JSON.parse(row.not_kept),
    facts: JSON.parse(row.facts),
    review: JSON.parse(row.review),
  };
}

function headOf(row: Selectable<Tables["cases"]>): CaseHead {
  return {
    id: row.id,
    thread: row.channel !== null && row.thread !== null ? { channel: row.channel, ts: row.thread } : null,
    cloud: row.cloud,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
  };
}
