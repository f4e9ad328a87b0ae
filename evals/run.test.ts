import { expect, test } from "vitest";
import type { Model } from "../src/advisor/model.ts";
import { runEvals } from "./run.ts";
import { standIn } from "./stand-in.ts";

test("an answer that holds passes every check of every case", async () => {
  const results = await runEvals(standIn);
  const failed = results.flatMap(({ name, scores }) =>
    scores.filter(({ passed }) => !passed).map((score) => [name, score.name]),
  );
  expect(failed).toEqual([]);
  expect(results.flatMap(({ left }) => left)).toEqual([]);
});

test("a model that says nothing of use fails a check in every case", async () => {
  const silent = (): Model => ({
    provider: "compatible",
    name: "silent",
    ask: async () => ({
      text: "no",
      stop: "complete",
      usage: { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 },
      requestId: null,
      note: null,
    }),
    bodyOf: (request) => request,
  });
  for (const { scores } of await runEvals(silent)) expect(scores.some(({ passed }) => !passed)).toBe(true);
});
