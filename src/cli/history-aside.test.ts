import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { recordFrom } from "#test/history/pairs.ts";
import { packRecord } from "../hygiene/history/encode.ts";
import type { Item } from "../hygiene/history/record.ts";
import { historyHere } from "../hygiene/history-work.ts";
import { historyAside } from "./history-aside.ts";

const item = (number: number): Item => ({
  class: "unused",
  key: createHash("sha256").update(`${number}`).digest("hex"),
  bytes: number,
  owner: null,
  detail: null,
});
const packed = packRecord(recordFrom(Array.from({ length: 20_000 }, (_, number) => item(number))));

test("a large record is worked with in a thread, and gives what it gives here", async () => {
  expect(packed.byteLength).toBeGreaterThan(512 * 1024);
  const selector = { class: "unused" as const, pool: null, owner: null, atLeastBytes: 19_990 };
  const [aside, here] = await Promise.all([
    historyAside("selected", { packed, selector }),
    historyHere("selected", { packed, selector }),
  ]);
  expect(aside).toHaveLength(10);
  expect(aside).toEqual(here);
  const kept = { packed, earlier: packed };
  expect(await historyAside("keep", kept)).toEqual(await historyHere("keep", kept));
  const given = { current: packed, previous: packed, same: false, cloud: "c", summaries: [], acceptances: [] };
  const times = {
    now: new Date("2026-11-09T08:00:00Z"),
    due: null,
    previousDigestAt: new Date("2026-11-02T08:00:00Z"),
  };
  expect(await historyAside("digest", { ...given, ...times })).toEqual(
    await historyHere("digest", { ...given, ...times }),
  );
});

test("what cannot be read is refused with the same code, here and in a thread", async () => {
  const refused = expect.objectContaining({ code: "snapshot.record-unreadable" });
  await expect(historyAside("plan", { packed: packed.subarray(0, -9) })).rejects.toEqual(refused);
  await expect(historyAside("plan", { packed: packed.subarray(0, 9) })).rejects.toEqual(refused);
});
