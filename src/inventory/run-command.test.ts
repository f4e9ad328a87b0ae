import { expect, test } from "vitest";
import { lastWords, type Run, runCommand } from "./run-command.ts";

async function ran(...[program, args, options]: Parameters<Run>) {
  const { stdout, ended } = runCommand(program, args, options);
  let text = "";
  for await (const chunk of stdout) text += new TextDecoder().decode(chunk);
  return { text, ...(await ended) };
}
const LONG = { timeoutMs: 60_000 };

test("an argument is an argument, whatever a shell would make of it", async () => {
  const { text, status } = await ran("printf", ["%s|", "$(id)", "; ls", "a b"], LONG);
  expect({ text, status }).toEqual({ text: "$(id)|; ls|a b|", status: 0 });
});

test("status and the last of what was said come back", async () => {
  const { status, stderr, timedOut } = await ran("ls", ["/nowhere-at-all"], LONG);
  expect(status).toBeGreaterThan(0);
  expect(stderr).toContain("/nowhere-at-all");
  expect(timedOut).toBe(false);
});

test("a program that is not there is told, not thrown", async () => {
  const { status, stderr } = await ran("no-such-program-here", [], LONG);
  expect(status).toBeNull();
  expect(stderr).toContain("ENOENT");
});

test("one that takes too long is ended", async () => {
  expect(await ran("sleep", ["600"], { timeoutMs: 20 })).toMatchObject({ status: null, timedOut: true });
});

test.each([
  ["before it starts", () => AbortSignal.abort()],
  ["while it runs", () => AbortSignal.timeout(20)],
])("one that is no longer wanted %s is ended", async (_, signal) => {
  expect(await ran("sleep", ["600"], { ...LONG, signal: signal() })).toMatchObject({ status: null, timedOut: false });
});

const LOGGED = "2026-11-24T02:36:12.199+0000 7fa145d39640 -1 librbd::api::Trash: error listing rbd trash entries";
test.each([
  [
    "rbd: listing images failed: (1) Operation not permitted",
    "rbd: listing images failed: (1) Operation not permitted",
  ],
  [`rbd: trash list: (1) Operation not permitted${LOGGED}`, "rbd: trash list: (1) Operation not permitted"],
  [`rbd: no such pool\n${LOGGED}\n`, "rbd: no such pool"],
  [LOGGED, "librbd::api::Trash: error listing rbd trash entries"],
  ["", ""],
])("of %j the program's own last words are told", (stderr, said) => {
  expect(lastWords(stderr)).toBe(said);
});
