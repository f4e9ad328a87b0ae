import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { httpTransport, TransportFault } from "./transport.ts";

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => server?.close(done) ?? done(null));
  server = null;
});

async function asked(listener: RequestListener, more: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((ready) => made.listen(0, "127.0.0.1", ready));
  return httpTransport({ ca: null, verify: true })({
    method: "GET",
    url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/v2/images`,
    headers: { "x-auth-token": "t" },
    timeoutMs: 5_000,
    mostBytes: 1_000,
    ...more,
  });
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no fault",
    (error: unknown) => (error instanceof TransportFault ? error.code : (error as Error).name),
  );

test("an answer comes with its status, its headers and all of its body, a redirect as well", async () => {
  const answer = await asked((request, response) => {
    response.writeHead(302, { location: "https://elsewhere.example.org", "x-seen": request.headers["x-auth-token"] });
    response.write("one");
    response.end("two");
  });
  expect([answer.status, answer.headers["location"], answer.headers["x-seen"], answer.body.toString()]).toEqual([
    302,
    "https://elsewhere.example.org",
    "t",
    "onetwo",
  ]);
});

test("a server that never answers, or drips, is left", async () => {
  expect(await codeOf(asked(() => {}, { timeoutMs: 30 }))).toBe("timeout");
  const drips: RequestListener = (_, response) => void response.writeHead(200).write("{");
  expect(await codeOf(asked(drips, { timeoutMs: 30 }))).toBe("timeout");
});

test("no more is read than is allowed, announced or not", async () => {
  const length: RequestListener = (_, response) => void response.writeHead(200).end("x".repeat(1_001));
  expect(await codeOf(asked(length))).toBe("too-large");
  const endless: RequestListener = (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(1_000)));
    };
    response.writeHead(200).on("drain", more);
    more();
  };
  expect(await codeOf(asked(endless))).toBe("too-large");
});

test("a body that ends before its length is cut short", async () => {
  const half: RequestListener = (_, response) =>
    void response.writeHead(200, { "content-length": "10" }).write("half", () => response.destroy());
  expect(["cut-short", "ECONNRESET"]).toContain(await codeOf(asked(half)));
});

test("who stops is not kept waiting", async () => {
  const stop = new AbortController();
  const answer = asked(() => stop.abort(), { signal: stop.signal });
  expect(await codeOf(answer)).toBe("AbortError");
});
