import { describe, expect, test } from "vitest";
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
