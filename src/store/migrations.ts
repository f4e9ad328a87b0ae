/** The steps from an empty database to the tables of today, by name in order. A step that was released is never changed. */
import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { GlancewrightError } from "../errors.ts";
import type { Tables } from "./tables.ts";

type Step = { up: (db: Kysely<unknown>) => Promise<void> };

const MIGRATIONS: Readonly<Record<string, Step>> = {
  "0001-cases": {
    async up(db) {
      await run(
        db,
        `create table cases (id text primary key, channel text, thread text, cloud text, opened_by text,
           opened_at timestamptz not null, changed_at timestamptz not null, unique (channel, thread))`,
        `create table revisions (case_id text not null references cases on delete cascade, number integer not null,
           sources text not null, redactions text not null, not_kept text not null, facts text not null,
           review text not null, made_by text, model text, at timestamptz not null, primary key (case_id, number))`,
        `create table exchanges (case_id text not null references cases on delete cascade, number integer not null,
           exchange text not null, at timestamptz not null, primary key (case_id, number))`,
        `create table messages (channel text not null, ts text not null, case_id text, purpose text not null,
           at timestamptz not null, primary key (channel, ts))`,
        "create index messages_of_case on messages (case_id)",
        `create table feedback (case_id text not null, about text not null, who text not null, verdict text not null,
           note text, at timestamptz not null, primary key (case_id, about, who))`,
      );
    },
  },
  "0002-requests": {
    async up(db) {
      await run(
        db,
        `create table requests (id text primary key, kind text not null, case_id text, data text not null,
           state text not null check (state in ('accepted', 'working', 'posted', 'failed')),
           attempt integer not null default 0, at timestamptz not null, ended_at timestamptz)`,
        "create index requests_of_case on requests (case_id)",
        "create table events (event text primary key, request_id text not null, at timestamptz not null)",
        `create table steps (request_id text not null references requests on delete cascade, step text not null,
           result text not null, at timestamptz not null, primary key (request_id, step))`,
        `create table postings (request_id text not null references requests on delete cascade, key text not null,
           marker text not null unique, attempt integer not null, purpose text not null, channel text not null,
           begun_at timestamptz not null, posted_channel text, posted_ts text, primary key (request_id, key))`,
      );
    },
  },
  "0003-acknowledgements-spending-sent": {
    async up(db) {
      await run(
        db,
        `create table acknowledgements (scope text not null, fingerprint text not null, who text not null,
           why text not null, until timestamptz, at timestamptz not null, primary key (scope, fingerprint))`,
        `create table spending (account text primary key, tokens double precision not null default 0,
           cost double precision not null default 0)`,
        `create table sent (id bigint generated always as identity primary key, case_id text, destination text not null,
           target text not null, purpose text not null, hash text not null, bytes integer not null,
           at timestamptz not null)`,
        "create index sent_of_case on sent (case_id)",
      );
    },
  },
  "0004-snapshots-digests-schedules": {
    async up(db) {
      await run(
        db,
        `create table snapshots (id integer generated always as identity primary key, cloud text not null,
           hash text not null, taken_at timestamptz not null, received_at timestamptz not null,
           complete boolean not null, summary text not null, record bytea, unique (cloud, hash))`,
        "create index snapshots_of_cloud on snapshots (cloud, taken_at)",
        `create table digests (cloud text not null, due timestamptz not null, snapshot integer, channel text not null,
           ts text not null, at timestamptz not null, primary key (cloud, due))`,
        `create table schedules (key text primary key, weekday integer not null, time text not null, time_zone text not null, kind text not null,
           data text not null, since timestamptz not null)`,
      );
    },
  },
  "0005-records-in-parts": {
    async up(db) {
      await run(
        db,
        `create table records (snapshot_id integer not null references snapshots on delete cascade, part integer not null,
           bytes bytea not null, primary key (snapshot_id, part))`,
        // they are packed already
        "alter table records alter column bytes set storage external",
        "insert into records select id, 0, record from snapshots where record is not null",
        "alter table snapshots drop column record",
      );
    },
  },
};

async function run(db: Kysely<unknown>, ...statements: string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Brings the tables up to date. A database that a newer version has written is refused, never touched. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ there: string | null }>`select to_regclass('kysely_migration')::text as there`.execute(
    db,
  );
  if (rows[0]?.there) {
    const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    const unknown = done.rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS));
    if (unknown.length > 0)
      throw new GlancewrightError("store.too-new", {
        expected: "a database written by this version or an older one",
        got: `the unknown step ${unknown.sort().at(-1) ?? ""}`,
        next: "Start the newer version again, or restore the copy made before it.",
      });
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
