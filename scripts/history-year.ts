/**
 * How large the embedded database grows when a cloud is collected each day of a year: `node scripts/history-year.ts
 * [MiB of a record] [snapshots]`. Records are random bytes, as packed ones are to whoever stores them.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/store/database.ts";
import { openStore } from "../src/store/open-store.ts";

const MIB = 1024 ** 2;
const DAY = 86_400_000;
const [size = 4, snapshots = 365] = process.argv.slice(2).map(Number);

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );
}

const folder = mkdtempSync(join(tmpdir(), "glancewright-year-"));
let now = Date.parse("2026-01-01T06:00:00Z");
const database = await openDatabase({ folder });
const empty = sizeOf(folder);
let most = 0;
let longest = 0;
try {
  const store = openStore(database.db, () => new Date(now));
  for (let at = 1; at <= snapshots; at++, now += DAY) {
    const { id } = await store.snapshots.put({
      cloud: "year",
      hash: `hash ${at}`,
      takenAt: new Date(now),
      complete: true,
      summary: JSON.stringify({ takenAt: new Date(now).toISOString(), figures: randomBytes(400).toString("base64") }),
      record: randomBytes(size * MIB),
    });
    const started = performance.now();
    await database.tidy();
    longest = Math.max(longest, (performance.now() - started) / 1000);
    if (at % 7 === 0)
      await store.digests.note({ cloud: "year", due: new Date(now), snapshot: id, channel: "C1", ts: `${at}` });
    most = Math.max(most, sizeOf(folder) - empty);
    if (at % Math.ceil(snapshots / 6) === 0 || at === snapshots)
      process.stdout.write(
        `${at} snapshots: ${((sizeOf(folder) - empty) / MIB).toFixed(0)} MiB more than empty, at most ${(most / MIB).toFixed(0)}; tidied in ${longest.toFixed(2)} s at most\n`,
      );
  }
} finally {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}
