/** Every planted secret through every way in; afterwards nothing that outlives a request holds one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantedTemplates, unmarked } from "../corpus/secrets/planted.ts";
import { type Bot, startBot } from "./served.ts";

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
}, 30_000);
afterAll(() => bot.stop());

/** Short ones occur by chance in compressed bytes. */
const LEAST = 12;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("messages, uploads, log, metrics and the files of the database hold no planted secret", async () => {
  const templates = plantedTemplates().map(({ name, text }) => ({ name, ...unmarked(text) }));
  const secrets = [...new Set(templates.flatMap(({ secrets: own }) => own.map(({ value }) => value)))].filter(
    ({ length }) => length >= LEAST,
  );
  expect(secrets.length).toBeGreaterThan(100);
  const ada = bot.lab.person("ada");
  const direct = await ada.direct();
  for (const [index, template] of templates.entries()) {
    const content = template.text;
    const file = { name: template.name.split("/").at(-1) ?? "paste.conf", content };
    const where = [
      { mention: true, files: [file] },
      { channel: direct, files: [file] },
    ][index % 2];
    await ada.say(index % 3 === 0 ? content.slice(0, 3_000) : "is this sane?", where ?? {});
  }
  await bot.lab.until(async () => {
    const text = await (await fetch(`${bot.health}/metrics`)).text();
    return /state="accepted"\} 0/.test(text) && /state="working"\} 0/.test(text) && !/state="posted"\} 0/.test(text);
  });
  const said = bot.lab.calls.map(({ body }) => JSON.stringify(body)).join("\n");
  const uploaded = bot.lab.calls
    .filter(({ method }) => method === "files.completeUploadExternal")
    .flatMap(({ answer }) => (answer["files"] as { id: string }[] | undefined) ?? []);
  const uploads = (await Promise.all(uploaded.map(({ id }) => bot.lab.fileText(id)))).join("\n");
  // what stands in their place is there, so that it is known that the files were read
  expect(uploads).toContain("redacted-password");
  const metrics = await (await fetch(`${bot.health}/metrics`)).text();
  const database = filesBelow(bot.folder).map((path) => readFileSync(path).toString("latin1"));
  for (const [place, text] of [
    ["messages", said],
    ["uploads", uploads],
    ["log", bot.log.join("\n")],
    ["metrics", metrics],
    ...database.map((bytes) => ["database", bytes] as const),
  ] as const)
    expect([place, secrets.filter((secret) => text.includes(secret))]).toEqual([place, []]);
  expect(database.length).toBeGreaterThan(100);
}, 150_000);
