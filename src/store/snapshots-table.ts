/** Snapshots of clouds, and the digests that were made of them. */
import { type Kysely, sql, type Transaction } from "kysely";
import { breath } from "./breath.ts";
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
      const row = { cloud, hash, taken_at: taken, received_at: now(), complete, summary };
      const kept = await db.transaction().execute(async (trx) => {
        const made = await trx
          .insertInto("snapshots")
          .values(row)
          .onConflict((conflict) => conflict.columns(["cloud", "hash"]).doNothing())
          .returning("id")
          .executeTakeFirst();
        if (made) await writeRecord(trx, made.id, record);
        return made;
      });
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
    record: (id) =>
      db
        .transaction()
        .setIsolationLevel("repeatable read")
        .execute((trx) => readRecord(trx, id)),
  };
}

/** A record of a million images takes 32 MB: as one value it holds up the process for seconds, at a gigabyte of memory. */
const PART_BYTES = 512 * 1024;

/** As text, which both engines take as it is: bytes are turned one by one by the embedded one. */
async function writeRecord(trx: Transaction<Tables>, id: number, record: Uint8Array): Promise<void> {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  for (let part = 0; part * PART_BYTES < bytes.byteLength || part === 0; part++) {
    const text = bytes.toString("base64", part * PART_BYTES, (part + 1) * PART_BYTES);
    await sql`insert into records (snapshot_id, part, bytes) values (${id}, ${part}, decode(${text}, 'base64'))`.execute(
      trx,
    );
    await breath();
  }
}

async function readRecord(trx: Transaction<Tables>, id: number): Promise<Uint8Array | null> {
  const { rows } = await sql<{ parts: number; length: number }>`
    select count(*)::integer as parts, coalesce(sum(octet_length(bytes)), 0)::integer as length
    from records where snapshot_id = ${id}`.execute(trx);
  const { parts = 0, length = 0 } = rows[0] ?? {};
  if (parts === 0) return null;
  const record = Buffer.alloc(length);
  for (let part = 0, at = 0; part < parts; part++) {
    const read = await sql<{ text: string }>`
      select encode(bytes, 'base64') as text from records where snapshot_id = ${id} and part = ${part}`.execute(trx);
    at += record.write(read.rows[0]?.text.replaceAll("\n", "") ?? "", at, "base64");
    await breath();
  }
  return record;
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
    .deleteFrom("records")
    .where("snapshot_id", "in", (from) => from.selectFrom("snapshots").select("id").where("cloud", "=", cloud))
    .where("snapshot_id", "not in", needed)
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
