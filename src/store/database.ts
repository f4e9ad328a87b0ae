/** Where the data is: in a folder, or on a PostgreSQL server. One SQL dialect for both. */
import type { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { GlancewrightError } from "../errors.ts";
import { type EmbeddedOptions, openEmbedded } from "./embedded.ts";
import { migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

export type Database = {
  db: Kysely<Tables>;
  /** What the queue runs on: the engine in this process, or the address of the server. */
  engine: { kind: "embedded"; embedded: PGlite } | { kind: "server"; url: string };
  /** Makes room of what was deleted, which an embedded engine does not do by itself; a server is left to its own. */
  tidy: () => Promise<void>;
  close: () => Promise<void>;
};

export type DatabasePlace = { folder: string; options?: EmbeddedOptions } | { url: string };

/** Opens and migrates. Several processes may share a server; a folder belongs to one. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const database = "url" in place ? await openServer(place.url) : await openFolder(place.folder, place.options);
  try {
    await migrate(database.db);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** An engine that is open already; `close` closes it, and then calls `closed`. */
export function databaseOf(embedded: PGlite, closed: () => void = () => {}): Database {
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: embedded }) });
  return {
    db,
    engine: { kind: "embedded", embedded },
    async tidy() {
      await sql`vacuum`.execute(db);
      await sql`checkpoint`.execute(db);
    },
    async close() {
      await db.destroy();
      closed();
    },
  };
}

async function openFolder(folder: string, options?: EmbeddedOptions): Promise<Database> {
  const { engine, free } = await openEmbedded(folder, options);
  return databaseOf(engine, free);
}

async function openServer(url: string): Promise<Database> {
  const pool = makePool(url);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(db);
  } catch (cause) {
    await db.destroy();
    throw unreachable(cause);
  }
  return { db, engine: { kind: "server", url }, tidy: async () => {}, close: () => db.destroy() };
}

function makePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5000, types: plainNumbers() });
  // A connection that breaks while idle is replaced at the next query: without a listener it would end the process.
  pool.on("error", () => {});
  return pool;
}

/** Counts come as numbers from the embedded engine and as text from the server: numbers from both. */
function plainNumbers(): pg.CustomTypesConfig {
  const int8 = 20;
  return {
    getTypeParser: (type, format) =>
      type === int8 ? (text: string) => Number(text) : pg.types.getTypeParser(type, format),
  } as pg.CustomTypesConfig;
}

/** The address holds a password: it is named nowhere. */
function unreachable(cause: unknown): GlancewrightError {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "no answer";
  return new GlancewrightError("store.unreachable", {
    expected: "a PostgreSQL server at the set address",
    got: code,
    next: "Check that it runs, and check name, password and network; without an address the embedded database is used.",
  });
}
