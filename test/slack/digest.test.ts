/** Snapshots in, digests out: by the ingest address, by a file that is dropped, by the clock. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderSpool } from "../../src/inventory/archive/folder-spool.ts";
import { packSnapshot } from "../../src/inventory/archive/pack-snapshot.ts";
import type { LabMessage } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

const snapshot = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, "..", "fixtures", "snapshots", `lab-${name}.snapshot.tar.gz`));
const TOKEN = "an-invented-token-for-the-lab";
const words = (message: LabMessage): string => `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;

let bot: Bot;
let time = Date.parse("2026-11-24T03:00:00Z");
beforeAll(async () => {
  bot = await startBot({
    ini: "[cloud lab]\nrelease = 2025.1\n",
    environment: { GLANCEWRIGHT_INGEST_TOKEN_LAB: TOKEN },
    now: () => new Date(time),
  });
}, 30_000);
afterAll(() => bot.stop());

const found = (text: string): Promise<LabMessage> =>
  bot.lab.until(async () => (await bot.lab.messages(bot.lab.channel)).find((message) => words(message).includes(text)));
const whispered = (text: string): Promise<unknown> =>
  bot.lab.until(() => bot.lab.whispers.find((whisper) => JSON.stringify(whisper).includes(text)) ?? null);

test("without a snapshot it is said how to make one", async () => {
  await bot.lab.person("ada").slash("digest");
  expect(words(await found("There is no snapshot of lab yet"))).toContain("glancewright collect --cloud lab --send");
});

test("a snapshot that is sent is the first digest, with the things worth an hour, a thread and the script", async () => {
  const sent = await fetch(`${bot.health}/ingest/lab`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: snapshot("before"),
  });
  expect([sent.status, await sent.json()]).toEqual([201, expect.objectContaining({ cloud: "lab", complete: true })]);
  await bot.lab.person("ada").slash("digest now");
  const parent = await found("lab: the first digest");
  expect(words(parent)).toContain("3 things worth an hour");
  const thread = await bot.lab.until(async () => {
    const messages = await bot.lab.messages(bot.lab.channel, parent.ts);
    return messages.some(({ files }) => files?.some(({ name }) => name === "reclaim.sh")) ? messages : null;
  });
  expect(thread.map(words).join("\n")).toContain("5 objects without an image");
});

test("the steps of the plan are shown to whoever asks, one at a time, and nothing is run", async () => {
  const parent = await found("lab: the first digest");
  await bot.lab.person("ada").click(parent, "digest-steps");
  await whispered("Step 1 of");
  await whispered("openstack image list --long --all");
});

test("what is accepted by a selector is counted, and what comes later is not covered", async () => {
  await bot.lab.person("ada").slash("ack orphans pool=images 30d kept for the audit");
  await whispered("4 that are there now");
});

test("the weekly digest comes once, late and said so, against the snapshot of the one before", async () => {
  const ada = bot.lab.person("ada");
  await ada.slash("digest weekly tue 04:00");
  await whispered("every tue 04:00 UTC");
  time = Date.parse("2026-11-24T05:30:00Z");
  const first = await bot.lab.until(async () =>
    (await bot.lab.messages(bot.lab.channel)).find((message) => words(message).includes("comes late")),
  );
  expect(words(first)).toContain("was due at 2026-11-24 04:00 UTC");
  const channel = bot.lab.channel;
  await ada.say("here is the new one", {
    mention: true,
    files: [{ name: "lab.snapshot.tar.gz", content: snapshot("after") }],
  });
  await bot.lab.until(async () => {
    const all = await bot.lab.messages(channel);
    const threads = await Promise.all(all.map(({ ts }) => bot.lab.messages(channel, ts)));
    return threads.flat().some((message) => words(message).includes("Kept: the snapshot of lab"));
  });
  time = Date.parse("2026-12-01T04:00:30Z");
  const second = await found("0 new and 4 settled");
  expect(words(second)).toContain("4 gone (84 MiB)");
  const digests = (await bot.lab.messages(channel)).filter((message) => words(message).includes("Image stores of lab"));
  expect(digests).toHaveLength(3);
});

test("off ends it, and only with the right to decide", async () => {
  await bot.lab.person("ada").slash("digest off");
  await whispered("has no weekly digest any more");
  await bot.lab.person("guest").slash("digest weekly");
  await whispered("Guests cannot use");
});

test("a snapshot without a token is refused, and the token is in no log", async () => {
  const refused = await fetch(`${bot.health}/ingest/lab`, { method: "POST", body: snapshot("before") });
  expect(refused.status).toBe(401);
  expect(bot.log.join("\n")).not.toContain(TOKEN);
});

/** Qcow2 images in one page, and nothing else. */
async function manyImages(count: number): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "glancewright-many-"));
  const spooled = mkdtempSync(join(tmpdir(), "glancewright-spool-"));
  const spool = folderSpool(spooled, () => new Date(time));
  const part = await spool.part({
    file: "images.json",
    from: "glance",
    what: "images",
    command: "curl '/v2/images?limit=100000&visibility=all&os_hidden=false&sort=created_at:asc,id:asc'",
  });
  const id = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
  const images = Array.from({ length: count }, (_, number) => ({
    id: id(number),
    name: `image ${number}`,
    disk_format: "qcow2",
    status: "active",
    size: 1,
  }));
  await part.write(`${JSON.stringify({ images, first: "/v2/images?visibility=all" })}\n`);
  await part.end({ complete: true, rows: count, problem: null });
  const target = join(folder, "many.snapshot.tar.gz");
  await packSnapshot(spooled, spool.manifest({ cloud: "lab", region: null, collector: "test" }), target);
  const packed = readFileSync(target);
  for (const each of [folder, spooled]) rmSync(each, { recursive: true });
  return packed;
}

test("more things than anybody looked at are not accepted at once", async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const sent = await fetch(`${bot.health}/ingest/lab`, { method: "POST", headers, body: await manyImages(10_001) });
  expect(sent.status).toBe(201);
  await bot.lab.person("ada").slash("ack not-cloneable 30d nobody knows");
  await whispered("That is 10001 things");
  await bot.lab.person("ada").slash("ack not-cloneable min=1G 30d the large ones");
  await whispered("Nothing of that kind");
});
