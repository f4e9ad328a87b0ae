/** The store over a database: the tables of one subject in one file each, and what goes over all of them here. */
import type { Kysely, Transaction } from "kysely";
import { casesOf } from "./cases-table.ts";
import { acknowledgementsOf, feedbackOf } from "./people-tables.ts";
import { requestsOf } from "./requests-table.ts";
import { auditOf, ledgerOf, messagesOf } from "./sending-tables.ts";
import { digestsOf, snapshotsOf } from "./snapshots-table.ts";
import type { Forgotten, MessageAt, Store } from "./store.ts";
import type { Tables } from "./tables.ts";

const DAY = 86_400_000;

/** `now` is the clock of the process. */
export function openStore(db: Kysely<Tables>, now: () => Date = () => new Date()): Store {
  const forget = (caseId: string): Promise<Forgotten> => db.transaction().execute((trx) => forgetCase(trx, caseId));
  return {
    cases: casesOf(db, now),
    messages: messagesOf(db, now),
    requests: requestsOf(db),
    acknowledgements: acknowledgementsOf(db, now),
    feedback: feedbackOf(db, now),
    ledger: ledgerOf(db),
    audit: auditOf(db, now),
    snapshots: snapshotsOf(db, now),
    digests: digestsOf(db, now),
    forget,
    async keepOnly(days) {
      const before = new Date(now().getTime() - days * DAY);
      const old = await db.selectFrom("cases").select("id").where("changed_at", "<", before).execute();
      const messages: MessageAt[] = [];
      for (const { id } of old) messages.push(...(await forget(id)).messages);
      await forgetLoose(db, before);
      return { cases: old.length, messages };
    },
  };
}

/** What belongs to the case goes; that something was sent stays, as a hash without the case. */
async function forgetCase(trx: Transaction<Tables>, caseId: string): Promise<Forgotten> {
  const { numDeletedRows } = await trx.deleteFrom("cases").where("id", "=", caseId).executeTakeFirst();
  const messages = await trx
    .deleteFrom("messages")
    .where("case_id", "=", caseId)
    .returning(["channel", "ts"])
    .execute();
  await trx.deleteFrom("requests").where("case_id", "=", caseId).execute();
  await trx.deleteFrom("feedback").where("case_id", "=", caseId).execute();
  await trx.deleteFrom("acknowledgements").where("scope", "=", caseId).execute();
  await trx.deleteFrom("spending").where("account", "=", `case:${caseId}`).execute();
  await trx.updateTable("sent").set({ case_id: null }).where("case_id", "=", caseId).execute();
  return { existed: Number(numDeletedRows) === 1, messages };
}

/** What belongs to no case and has ended. An event goes with its request, so that a redelivery is known as long. */
async function forgetLoose(db: Kysely<Tables>, before: Date): Promise<void> {
  await db.deleteFrom("requests").where("ended_at", "<", before).execute();
  await db
    .deleteFrom("events")
    .where("at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("requests").select("requests.id").whereRef("requests.id", "=", "events.request_id"))),
    )
    .execute();
  await db.deleteFrom("messages").where("case_id", "is", null).where("at", "<", before).execute();
  await db.deleteFrom("sent").where("at", "<", before).execute();
}
