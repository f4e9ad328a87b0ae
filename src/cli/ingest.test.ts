import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { GlancewrightError } from "../errors.ts";
import { type IngestOptions, ingestion } from "./ingest.ts";

const TOKEN = "an-invented-token-of-berlin";
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Seen = { cloud: string; text: string; path: string };

async function serve(options: Partial<IngestOptions> = {}) {
  const seen: Seen[] = [];
  const logged: string[] = [];
  const ingest = ingestion({
    tokens: { berlin: TOKEN, "north west": "an-invented-token-of-north" },
    async receive(cloud, path) {
      seen.push({ cloud, text: readFileSync(path, "utf8"), path });
      return { takenAt: new Date("2026-11-02T08:00:00Z"), complete: true, repeated: seen.length > 1 };
    },
    log: (event, detail) => logged.push(`${event} ${JSON.stringify(detail)}`),
    ...options,
  });
  const server = createServer(async (request, response) => {
    if (!(await ingest(request, response))) response.writeHead(404).end();
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const send = (path: string, token: string | null, body = "a snapshot", method = "POST") =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(method === "POST" ? { body } : {}),
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
  return { send, seen, logged };
}

test("a snapshot is read from a file of its own that is gone afterwards, and told again when it comes twice", async () => {
  const { send, seen } = await serve();
  const first = await send("/ingest/berlin", TOKEN);
  const second = await send("/ingest/berlin", TOKEN);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(await first.json()).toEqual({
    cloud: "berlin",
    takenAt: "2026-11-02T08:00:00.000Z",
    complete: true,
    repeated: false,
  });
  expect(seen.map(({ cloud, text }) => [cloud, text])).toEqual([
    ["berlin", "a snapshot"],
    ["berlin", "a snapshot"],
  ]);
  expect(seen.some(({ path }) => existsSync(path))).toBe(false);
});

test.each([
  ["no token", "/ingest/berlin", null],
  ["a wrong token", "/ingest/berlin", "an-invented-token-of-paris"],
  ["the token of another cloud", "/ingest/north%20west", TOKEN],
  ["a cloud that is not there", "/ingest/paris", TOKEN],
  ["a name of the language", "/ingest/constructor", TOKEN],
  ["an empty token", "/ingest/paris", ""],
])("%s is refused, and nothing is read", async (_, path, token) => {
  const { send, seen, logged } = await serve();
  const response = await send(path, token);
  expect([response.status, seen]).toEqual([401, []]);
  expect(logged.join()).not.toContain("invented");
});

test("a cloud with a blank in its name has its own token", async () => {
  const { send } = await serve();
  expect((await send("/ingest/north%20west", "an-invented-token-of-north")).status).toBe(201);
});

test("more than is allowed is refused, whatever was announced", async () => {
  const { send, seen } = await serve({ limit: 5 });
  expect([(await send("/ingest/berlin", TOKEN)).status, seen]).toEqual([413, []]);
});

test("a snapshot that cannot be read is answered with what to do", async () => {
  const advice = { expected: "a snapshot", got: "something else", next: "Collect it again." };
  const { send } = await serve({ receive: () => Promise.reject(new GlancewrightError("snapshot.unreadable", advice)) });
  const response = await send("/ingest/berlin", TOKEN);
  expect([response.status, await response.json()]).toEqual([
    422,
    { error: "snapshot.unreadable", got: "something else", next: "Collect it again." },
  ]);
});

test("what nobody foresaw tells no detail", async () => {
  const { send } = await serve({ receive: () => Promise.reject(new Error("password=invented")) });
  const response = await send("/ingest/berlin", TOKEN);
  expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining("invented")]);
});

test("only one is read at a time, the other is to come again", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { send } = await serve({
    async receive() {
      begun.resolve();
      await promise;
      return { takenAt: new Date(0), complete: true, repeated: false };
    },
  });
  const first = send("/ingest/berlin", TOKEN);
  await begun.promise;
  const second = await send("/ingest/berlin", TOKEN);
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "30"]);
  resolve();
  expect((await first).status).toBe(201);
});

test("other methods and addresses are none of its concern", async () => {
  const { send } = await serve();
  expect((await send("/ingest/berlin", TOKEN, "", "GET")).status).toBe(405);
  expect((await send("/healthz", null, "", "GET")).status).toBe(404);
});
