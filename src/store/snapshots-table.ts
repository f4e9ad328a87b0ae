/** Snapshots of clouds, and the digests that were made of them. */
import type { Kysely } from "kysely";
import type { Digests, Snapshots } from "./store.ts";
import type { Tables } from "./tables.ts";

const DAY = 86_400_000;
/** The newest are compared with what comes next; that of the last digest with the next digest. */
const RECORDS_KEPT = 2;
/** A trend of a year, and the weeks that a year's end needs. */
const SUMMARIES_KEPT_DAYS = 400;

/** `now` is the clock of the process. */
export function snapshotsOf(db: Kysely<Tables>, now: () => Date): Snapshots {
  return {
    async put({ cloud, hash, takenAt, complete, summary, record }) {
      // one from a clock that is ahead would stay the newest for ever
      const taken = takenAt > now() ? now() : takenAt;
      const row = { cloud, hash, taken_at: taken, received_at: now(), complete, summary, record };
      const kept = await db
        .insertInto("snapshots")
        .values(row)
        .onConflict((conflict) => conflict.columns(["cloud", "hash"]).doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!kept) {
        const { id } = await db
          .selectFrom("snapshots")
          .select("id")
          .where("cloud", "=", cloud)
          .where("hash", "=", hash)
          .executeTakeFirstOrThrow();
        return { id, repeated: true };
      }
      await dropOld(db, cloud, new Date(now().getTime() - SUMMARIES_KEPT_DAYS * DAY));
      return { id: kept.id, repeated: false };
    },
    async recent(cloud, count) {
      const rows = await db
        .selectFrom("snapshots")
        .select(["id", "cloud", "hash", "taken_at", "received_at", "complete", "summary"])
        .where("cloud", "=", cloud)
        .orderBy("taken_at", "desc")
        .orderBy("id", "desc")
        .limit(count)
        .execute();
      return rows.map(({ taken_at, received_at, ...row }) => ({ ...row, takenAt: taken_at, receivedAt: received_at }));
    },
    async record(id) {
      const row = await db.selectFrom("snapshots").select("record").where("id", "=", id).executeTakeFirst();
      return row?.record ?? null;
    },
  };
}

async function dropOld(db: Kysely<Tables>, cloud: string, before: Date): Promise<void> {
  const newest = await db
    .selectFrom("snapshots")
    .select("id")
    .where("cloud", "=", cloud)
    .orderBy("taken_at", "desc")
    .orderBy("id", "desc")
    .limit(RECORDS_KEPT)
    .execute();
  const last = await lastDigest(db, cloud);
  const needed = [...newest.map(({ id }) => id), ...(last?.snapshot == null ? [] : [last.snapshot])];
  await db
    .updateTable("snapshots")
    .set({ record: null })
    .where("cloud", "=", cloud)
    .where("record", "is not", null)
    .where("id", "not in", needed)
    .execute();
  await db
    .deleteFrom("snapshots")
    .where("cloud", "=", cloud)
    .where("taken_at", "<", before)
    .where("id", "not in", needed)
    .execute();
}

const lastDigest = (db: Kysely<Tables>, cloud: string) =>
  db.selectFrom("digests").selectAll().where("cloud", "=", cloud).orderBy("due", "desc").limit(1).executeTakeFirst();

export function digestsOf(db: Kysely<Tables>, now: () => Date): Digests {
  return {
    async note({ cloud, due, snapshot, channel, ts }) {
      const said = { snapshot, channel, ts, at: now() };
      await db
        .insertInto("digests")
        .values({ cloud, due, ...said })
        .onConflict((conflict) => conflict.columns(["cloud", "due"]).doUpdateSet(said))
        .execute();
    },
    last: async (cloud) => (await lastDigest(db, cloud)) ?? null,
  };
}
