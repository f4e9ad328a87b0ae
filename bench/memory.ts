/**
 * Memory over many requests: accepted, reviewed, kept and posted as the bot does, Slack aside, on an embedded database in a
 * folder. `node bench/memory.ts [requests]`
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { revisionOf } from "../src/advisor/cases.ts";
import { loadRules } from "../src/check/load-rules.ts";
import { intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";
import { openDatabase } from "../src/store/database.ts";
import { openStore } from "../src/store/open-store.ts";
import { startQueue } from "../src/work/queue.ts";

const requests = Number(process.argv[2] ?? 10_000);
const STEPS = 10;
const MIB = 1024 ** 2;
const EXAMPLE = join(import.meta.dirname, "..", "examples", "02-ceph-80pct-qcow2", "input");

const folder = mkdtempSync(join(tmpdir(), "glancewright-memory-"));
const rules = await loadRules();
const database = await openDatabase({ folder });
const store = openStore(database.db);
const queue = await startQueue(database);
const given = ["glance-api.conf", "nova.conf"].map((name) => ({
  name,
  text: readFileSync(join(EXAMPLE, name), "utf8"),
  pasted: false,
}));
let done = 0;
let posted = 0;
await queue.work({
  kinds: {
    review: async (attempt) => {
      const caseId = attempt.request.caseId ?? "";
      await store.cases.open({ id: caseId, thread: null, cloud: null, openedBy: "U1" });
      const taken = intake(given);
      const { review: answer } = review(taken, rules, {});
      await store.cases.addRevision(caseId, revisionOf(taken, { release: null }, answer));
      await attempt.post(
        { key: "answer", channel: "C1", thread: null, purpose: "answer", hash: "ab".repeat(32), bytes: 1 },
        { send: async () => ({ channel: "C1", ts: `${++posted}.1` }), find: async () => null },
      );
      done++;
    },
  },
  gaveUp: async () => {},
});
try {
  const began = performance.now();
  for (let step = 1; step <= STEPS; step++) {
    const upTo = Math.round((requests * step) / STEPS);
    for (let at = Math.round((requests * (step - 1)) / STEPS); at < upTo; at++)
      await queue.accept({ event: `Ev${at}`, kind: "review", caseId: randomUUID(), data: {} });
    while (done < upTo) await new Promise((go) => setTimeout(go, 50));
    const { rss, heapUsed, external } = process.memoryUsage();
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(
      `${upTo} requests, ${seconds} s: resident ${(rss / MIB).toFixed(0)} MiB, heap ${(heapUsed / MIB).toFixed(0)}, outside ${(external / MIB).toFixed(0)}`,
    );
  }
} finally {
  await queue.stop(5);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}
