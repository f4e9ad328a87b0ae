import { expect, test } from "vitest";
import { memoryDatabase } from "../store/test-database.ts";
import { QUEUE_SUITE } from "./queue-suite.ts";

test.each(QUEUE_SUITE)("$name", async ({ run }) => {
  const database = await memoryDatabase();
  const { got, wanted } = await run(database).finally(() => database.close());
  expect(got).toEqual(wanted);
});
