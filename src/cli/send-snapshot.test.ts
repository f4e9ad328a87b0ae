import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sendSnapshot } from "./send-snapshot.ts";

const TOKEN = "an-invented-token-of-berlin";
const servers: Server[] = [];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-send-"));
  writeFileSync(join(folder, "berlin.snapshot.tar.gz"), "a snapshot");
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A bot that answers with these, the last one again and again. */
async function bot(statuses: readonly number[]) {
  const seen: { url: string | undefined; token: string | undefined; text: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    seen.push({ url: request.url, token: request.headers.authorization, text });
    const status = statuses[Math.min(seen.length, statuses.length) - 1] ?? 500;
    response.writeHead(status, status === 302 ? { location: "https://elsewhere.example/" } : {}).end("an answer");
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { seen, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function sent(base: string | undefined, token: string | undefined = TOKEN) {
  const waits: number[] = [];
  const environment = { GLANCEWRIGHT_INGEST_URL: base, GLANCEWRIGHT_INGEST_TOKEN: token };
  const path = join(folder, "berlin.snapshot.tar.gz");
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const host = await sendSnapshot(path, "north west", environment, sleep).catch((error: unknown) => error);
  return { host, waits };
}

test("the bytes go to the address of the cloud, with its token", async () => {
  const { seen, base } = await bot([201]);
  expect(await sent(base)).toEqual({ host: new URL(base).host, waits: [] });
  expect(seen).toEqual([{ url: "/ingest/north%20west", token: `Bearer ${TOKEN}`, text: "a snapshot" }]);
});

test("a bot that starts again is tried again, each time later, with all bytes", async () => {
  const { seen, base } = await bot([503, 429, 200]);
  const { host, waits } = await sent(base);
  expect(host).toBe(new URL(base).host);
  expect(waits).toHaveLength(2);
  expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  expect(seen.map(({ text }) => text)).toEqual(["a snapshot", "a snapshot", "a snapshot"]);
});

test.each([401, 404, 413, 302])("status %i is final: nothing is sent twice, nor to another host", async (status) => {
  const { seen, base } = await bot([status]);
  expect((await sent(base)).host).toMatchObject({
    code: "collect.send",
    advice: { got: `status ${status}, an answer` },
  });
  expect(seen).toHaveLength(1);
});

test("in the end it is given up", async () => {
  const { seen, base } = await bot([500]);
  expect((await sent(base)).host).toMatchObject({ code: "collect.send" });
  expect(seen).toHaveLength(5);
});

test("a bot that is not there is told", async () => {
  const { base } = await bot([201]);
  for (const server of servers.splice(0)) server.close();
  const { host } = await sent(base);
  expect(host).toMatchObject({ code: "collect.send", advice: { got: expect.stringContaining("ECONNREFUSED") } });
});

test.each([
  ["plain http to another machine", "http://bot.example"],
  ["a name that only begins like this machine", "http://127.0.0.1.example"],
  ["another protocol", "ftp://localhost"],
  ["no address", "bot"],
  ["none at all", undefined],
])("the token does not travel to %s", async (_, base) => {
  expect((await sent(base)).host).toMatchObject({ code: "collect.send" });
});

test("without a token nothing is sent", async () => {
  const { seen, base } = await bot([201]);
  expect((await sent(base, "")).host).toMatchObject({ code: "collect.send" });
  expect(seen).toEqual([]);
});
