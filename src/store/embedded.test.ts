import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { openStore } from "./open-store.ts";

const MIB = 1024 ** 2;
const sizeOf = (at: string): number =>
  readdirSync(at, { withFileTypes: true, recursive: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "store-")), "state");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

test("each commit reaches the disk, and what was committed is there after opening again", async () => {
  let syncs = 0;
  const database = await openDatabase({ folder, options: { synced: () => syncs++ } });
  const shown = await sql<{ fsync: string }>`show fsync`.execute(database.db);
  const before = syncs;
  const { ledger } = openStore(database.db);
  for (let i = 0; i < 25; i++) await ledger.add("month:2026-11", { tokens: 1, cost: 0 });
  const made = syncs - before;
  await database.close();

  const again = await openDatabase({ folder });
  const spent = await openStore(again.db).ledger.read("month:2026-11");
  await again.close();
  expect(shown.rows).toEqual([{ fsync: "on" }]);
  expect(made).toBeGreaterThanOrEqual(25);
  expect(spent.tokens).toBe(25);
});

test("a year of snapshots takes the room of the few whose records are kept", async () => {
  const database = await openDatabase({ folder });
  let now = Date.parse("2026-01-01T06:00:00Z");
  const { snapshots } = openStore(database.db, () => new Date(now));
  const sizes: number[] = [];
  for (let week = 1; week <= 53; week++, now += 7 * 86_400_000) {
    const record = randomBytes(MIB);
    await snapshots.put({ cloud: "c", hash: `${week}`, takenAt: new Date(now), complete: true, summary: "{}", record });
    await database.tidy();
    sizes.push(sizeOf(folder));
  }
  await database.close();
  // two records, the one that comes in, and a log of changes that is used again and again
  expect(Math.max(...sizes.slice(3)) - (sizes[2] ?? 0)).toBeLessThan(20 * MIB);
}, 60_000);

test("the folder is its owner's alone", async () => {
  const database = await openDatabase({ folder });
  await database.close();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("a second process is refused while the first lives, killed or not, and gets the folder after it", async () => {
  const holder = await holdInChild(folder);
  const refused = await openDatabase({ folder }).catch(({ code }) => code);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const database = await openDatabase({ folder });
  await database.close();
  expect(refused).toBe("store.locked");
});

test("a database of a newer version is refused and stays as it is", async () => {
  const database = await openDatabase({ folder });
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'x')`.execute(database.db);
  await database.close();
  const refused = () => openDatabase({ folder }).catch(({ code }) => code);
  expect([await refused(), await refused()]).toEqual(["store.too-new", "store.too-new"]);
});

test("a server that does not answer is an error that names no password", async () => {
  const error = await openDatabase({ url: "postgres://bot:hunter2-invented@127.0.0.1:1/none" }).catch((e) => e);
  expect(error.code).toBe("store.unreachable");
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain("hunter2-invented");
});

/** A process that holds the folder, as another bot would. */
async function holdInChild(held: string): Promise<ChildProcess> {
  const opener = new URL("./embedded.ts", import.meta.url).href;
  const program = `const { openEmbedded } = await import(${JSON.stringify(opener)});
    globalThis.held = await openEmbedded(${JSON.stringify(held)});
    console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout) await once(child.stdout, "data");
  return child;
}
