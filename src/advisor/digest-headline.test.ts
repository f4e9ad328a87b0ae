import { expect, test } from "vitest";
import { digestHeadline } from "./digest-headline.ts";
import type { Model } from "./model.ts";

const model = (text: string): Model => ({
  provider: "claude",
  name: "stand-in",
  ask: async () => ({
    text,
    stop: "complete",
    usage: { input: 1, cachedInput: 0, cacheWrite: 0, output: 1 },
    requestId: null,
    note: null,
  }),
  bodyOf: (request) => request,
});
const LINES = ["orphan candidates: 14, 212 GiB", "qcow2 share: 38.5 % (last week 41 %)"];

test.each([
  ["a line over its figures", "Orphans hold 212 GiB; the qcow2 share fell to 38.5 %.", true],
  ["a line without figures", "Nothing of note changed this week.", true],
  ["an invented figure", "Orphans hold 900 GiB.", false],
  ["a figure of another unit", "38.5 GiB are qcow2.", false],
  ["a link", "See https://evil.test.", false],
  ["a command", "Run rbd trash purge images.", false],
  ["a mention", "@channel look at this.", false],
  ["too much", "so ".repeat(80), false],
])("%s", async (_name, headline, shown) => {
  const { text, because } = await digestHeadline(LINES, model(JSON.stringify({ headline })));
  expect(text).toBe(shown ? headline : null);
  expect(because === null).toBe(shown);
});

test("no JSON is no headline", async () => {
  expect((await digestHeadline(LINES, model("All good!"))).text).toBeNull();
});
