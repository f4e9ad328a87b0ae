/** What went out: messages of ours, notes of each sending, and what models cost. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Ledger } from "../advisor/budget.ts";
import type { Audit, Messages, PostedMessage, Sent } from "./store.ts";
import type { Tables } from "./tables.ts";

/** `now` is the clock of the process. */
export function messagesOf(db: Kysely<Tables>, now: () => Date): Messages {
  return {
    note: (message) => insertMessage(db, message, now()),
    async ofCase(caseId) {
      const query = db.selectFrom("messages").selectAll().where("case_id", "=", caseId);
      return (await query.orderBy("at").orderBy("ts").execute()).map(messageOf);
    },
    async find({ channel, ts }) {
      const query = db.selectFrom("messages").selectAll().where("channel", "=", channel).where("ts", "=", ts);
      const row = await query.executeTakeFirst();
      return row ? messageOf(row) : null;
    },
  };
}

/** Also for the transaction that notes a posting. */
export async function insertMessage(
  db: Kysely<Tables>,
  { channel, ts, caseId, purpose }: Omit<PostedMessage, "at">,
  at: Date,
): Promise<void> {
  await db
    .insertInto("messages")
    .values({ channel, ts, case_id: caseId, purpose, at })
    .onConflict((conflict) => conflict.columns(["channel", "ts"]).doUpdateSet({ purpose }))
    .execute();
}

function messageOf({ case_id, ...row }: Selectable<Tables["messages"]>): PostedMessage {
  return { caseId: case_id, ...row };
}

/** `now` is the clock of the process. */
export function auditOf(db: Kysely<Tables>, now: () => Date): Audit {
  return {
    note: (sent) => insertSent(db, sent, now()),
    async ofCase(caseId) {
      const rows = await db.selectFrom("sent").selectAll().where("case_id", "=", caseId).orderBy("id").execute();
      return rows.map(({ case_id, destination, target, purpose, hash, bytes, at }) => ({
        caseId: case_id,
        to: destination,
        target,
        purpose,
        hash,
        bytes,
        at,
      }));
    },
  };
}

/** Also for the transaction that notes a posting. */
export async function insertSent(db: Kysely<Tables>, sent: Sent, at: Date): Promise<void> {
  const { caseId, to, target, purpose, hash, bytes } = sent;
  await db.insertInto("sent").values({ case_id: caseId, destination: to, target, purpose, hash, bytes, at }).execute();
}

/** Amounts are added in one statement, so that processes at the same time lose nothing. */
export function ledgerOf(db: Kysely<Tables>): Ledger {
  return {
    async read(account) {
      const query = db.selectFrom("spending").select(["tokens", "cost"]).where("account", "=", account);
      return (await query.executeTakeFirst()) ?? { tokens: 0, cost: 0 };
    },
    async add(account, { tokens, cost }) {
      await db
        .insertInto("spending")
        .values({ account, tokens, cost })
        .onConflict((conflict) =>
          conflict.column("account").doUpdateSet({
            tokens: sql`spending.tokens + excluded.tokens`,
            cost: sql`spending.cost + excluded.cost`,
          }),
        )
        .execute();
    },
  };
}
