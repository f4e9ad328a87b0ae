import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askCommand } from "./ask-command.ts";
import type { OpenModel } from "./open-model.ts";
import { reviewCommand } from "./review-command.ts";

const CASE = join(import.meta.dirname, "..", "..", "examples", "02-ceph-80pct-qcow2", "input");
const folder = mkdtempSync(join(tmpdir(), "glancewright-ask-"));
const before = process.env["GLANCEWRIGHT_STATE"];
beforeAll(() => {
  process.env["GLANCEWRIGHT_STATE"] = join(folder, "state");
});
afterAll(() => {
  if (before === undefined) delete process.env["GLANCEWRIGHT_STATE"];
  else process.env["GLANCEWRIGHT_STATE"] = before;
  rmSync(folder, { recursive: true });
});

let out = "";
let err = "";
const terminal = {
  out: (text: string): void => {
    out += text;
  },
  err: (text: string): void => {
    err += text;
  },
  color: false,
  width: 100,
};
beforeEach(() => {
  out = "";
  err = "";
});

let sent = 0;
const opens =
  (text: string): OpenModel =>
  async () => ({
    model: {
      provider: "claude",
      name: "stand-in",
      ask: async () => {
        sent += 1;
        return {
          text,
          stop: "complete",
          usage: { input: 9, cachedInput: 0, cacheWrite: 0, output: 3 },
          requestId: null,
          note: null,
        };
      },
      bodyOf: (request) => ({ system: request.prefix, messages: request.turns }),
    },
    costOf: () => null,
  });

test("a dry run prints the exact request and sends nothing", async () => {
  expect(await reviewCommand("review", [CASE], { model: "claude", dryRun: true }, terminal, opens(""))).toBe(0);
  expect(Object.keys(JSON.parse(out))).toEqual(["system", "messages"]);
  expect(err).toMatch(/nothing was sent: \d+ tokens/);
  expect(sent).toBe(0);
});

test("a model's answer is in every form, and a broken one leaves the rules'", async () => {
  const answer = {
    headline: "Make the images raw first.",
    answers: [],
    parts: [],
    stores: [],
    policy: [],
    work: [],
    changes: [],
    unknown: [],
  };
  const run = (text: string) =>
    reviewCommand("review", [CASE], { model: "claude", format: "json" }, terminal, opens(text));
  expect(await run(JSON.stringify(answer))).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ answeredBy: "claude:stand-in", model: { headline: answer.headline } });
  out = "";
  rmSync(join(folder, "state"), { recursive: true });
  expect(await run("no JSON")).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ answeredBy: "rules", model: { outcome: "not-used" } });
});

test("a kept case is asked again, and keeps the questions", async () => {
  const place = join(folder, "kept");
  await reviewCommand("review", [CASE], { case: place }, terminal);
  out = "";
  expect(await askCommand(place, "what if we add S3 for cold images?", {}, terminal)).toBe(0);
  expect(out).toContain("archive (s3, archive)");
  expect(readdirSync(place).sort()).toEqual(["case.json", "question-0001.json", "revision-0001.json"]);
  await reviewCommand("review", [CASE], { case: place }, terminal);
  expect(existsSync(join(place, "revision-0002.json"))).toBe(true);
});

test.each([
  ["a case that does not exist", () => askCommand("none", "why?", {}, terminal), /cases\.none/],
  ["a model that nobody knows", () => reviewCommand("review", [CASE], { model: "bard" }, terminal), /cli\.wrong-model/],
])("%s is told with the way out", async (_name, run, code) => {
  await expect(run()).rejects.toThrow(code);
});
