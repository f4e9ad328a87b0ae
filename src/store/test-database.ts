/** For tests: databases that are ready at once. One is made and migrated, the others are copies of it. */
import { PGlite } from "@electric-sql/pglite";
import { type Database, databaseOf } from "./database.ts";
import { migrate } from "./migrations.ts";

let migrated: Promise<Blob> | null = null;

async function makeMigrated(): Promise<Blob> {
  const first = databaseOf(await PGlite.create());
  if (first.engine.kind !== "embedded") throw new Error("an engine of this process");
  await migrate(first.db);
  const dump = await first.engine.embedded.dumpDataDir("none");
  await first.close();
  return dump;
}

/** A migrated, empty database in memory. Close it. */
export async function memoryDatabase(): Promise<Database> {
  migrated ??= makeMigrated();
  return databaseOf(await PGlite.create({ loadDataDir: await migrated }));
}
