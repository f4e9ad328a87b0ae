import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { migrate } from "./migrations.ts";
import { openStore } from "./open-store.ts";
import { START, SUITE } from "./store-suite.ts";
import { memoryDatabase } from "./test-database.ts";

describe("on the embedded engine", () => {
  test.each(SUITE)("$name", async ({ run }) => {
    const database = await memoryDatabase();
    let at = START.getTime();
    const store = openStore(database.db, () => new Date(at));
    const { got, wanted } = await run({ store, pass: (milliseconds) => (at += milliseconds) });
    await database.close();
    expect(got).toEqual(wanted);
  });
});

test("records of before they were kept in parts are there afterwards", async () => {
  const database = await memoryDatabase();
  const { db } = database;
  for (const statement of [
    "alter table snapshots add column record bytea",
    `insert into snapshots (cloud, hash, taken_at, received_at, complete, summary, record)
       values ('c', 'h1', now(), now(), true, '{}', '\\x00ff'), ('c', 'h2', now(), now(), true, '{}', null)`,
    "drop table records",
    "delete from kysely_migration where name = '0005-records-in-parts'",
  ])
    await sql.raw(statement).execute(db);
  await migrate(db);
  const { snapshots } = openStore(db);
  const [second, first] = await snapshots.recent("c", 2);
  const records = [await snapshots.record(first?.id ?? 0), await snapshots.record(second?.id ?? 0)];
  await database.close();
  expect(records.map((record) => record && [...record])).toEqual([[0, 255], null]);
});

test.each([0, 1, 512 * 1024, 1_200_001])("a record of %i bytes comes back byte for byte", async (size) => {
  const database = await memoryDatabase();
  const { snapshots } = openStore(database.db);
  const record = randomBytes(size);
  const given = { cloud: "c", hash: "h", takenAt: START, complete: true, summary: "{}", record };
  const { id } = await snapshots.put(given);
  const read = await snapshots.record(id);
  await database.close();
  expect(read && Buffer.compare(read, record)).toBe(0);
});
