/** Every way in, over sockets and over signed HTTP, up to what is on the screen. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../../src/check/load-rules.ts";
import { intake } from "../../src/intake/intake.ts";
import { review } from "../../src/review.ts";
import type { Upload } from "../slack-lab/person.ts";
import type { LabMessage } from "../slack-lab/slack-lab.ts";
import { type Bot, startBot } from "./served.ts";

const EXAMPLE = join(import.meta.dirname, "..", "..", "examples", "02-ceph-80pct-qcow2", "input");
const files: Upload[] = readdirSync(EXAMPLE)
  .filter((name) => name !== "request.md")
  .map((name) => ({ name, content: readFileSync(join(EXAMPLE, name), "utf8") }));
const request = readFileSync(join(EXAMPLE, "request.md"), "utf8");
const words = (message: LabMessage): string => `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;

for (const mode of ["socket", "http"] as const)
  describe(mode, () => {
    let bot: Bot;
    beforeAll(async () => {
      bot = await startBot({ mode });
    }, 30_000);
    afterAll(() => bot.stop());

    let first = "";
    /** The parent of the first case once it is finished, with its thread. */
    const finished = async (): Promise<{ parent: LabMessage; thread: LabMessage[] }> => {
      const parent = await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel)).find(
          (message) => (first === "" || message.ts === first) && words(message).includes("full-report"),
        ),
      );
      first = parent.ts;
      const thread = await bot.lab.until(async () => {
        const messages = await bot.lab.messages(bot.lab.channel, parent.thread_ts ?? parent.ts);
        return messages.some((message) => message.files?.some(({ name }) => name === "report.md")) ? messages : null;
      });
      return { parent, thread };
    };

    test("the form: files in, five parts and files out, equal to the command line's answer", async () => {
      const ada = bot.lab.person("ada");
      await ada.slash("design");
      await bot.lab.until(() => bot.lab.calls.some(({ method }) => method === "views.open"));
      expect(await ada.submit({})).toHaveProperty("files");
      expect(await ada.submit({ files, request })).toBeNull();
      const { thread } = await finished();
      const shown = thread.map(words).join("\n");
      for (const part of ["(a)", "(b)", "(c)", "(d)", "(e)"]) expect(shown).toContain(part);
      const json = thread.flatMap((message) => message.files ?? []).find(({ name }) => name === "review.json");
      const answer = JSON.parse(await bot.lab.fileText(json?.id ?? "")) as { findings: unknown; design: unknown };
      const given = [...files, { name: "request.md", content: request }];
      const byHand = review(
        intake(given.map(({ name, content }) => ({ name, text: String(content), pasted: false }))),
        await loadRules(),
      ).review;
      expect(answer.findings).toEqual(JSON.parse(JSON.stringify(byHand.findings)));
      expect(answer.design).toEqual(JSON.parse(JSON.stringify(byHand.design)));
    });

    test("a question in the thread is answered there, a what-if too, and once however often it is delivered", async () => {
      const { parent } = await finished();
      const ada = bot.lab.person("ada");
      await ada.say("what if we add S3 for cold images?", { thread: parent.ts, times: 3 });
      const answers = await bot.lab.until(async () => {
        const thread = await bot.lab.messages(bot.lab.channel, parent.ts);
        const found = thread.filter((message) => words(message).includes("What would change"));
        return found.length > 0 ? found : null;
      });
      expect(answers).toHaveLength(1);
      expect(words(answers[0] as LabMessage)).toContain("archive");
    });

    test("a file dropped in the thread is a new revision, shown as what changed", async () => {
      const { parent } = await finished();
      const glance = String(files.find(({ name }) => name === "glance-api.conf")?.content).replace(
        "show_multiple_locations = True",
        "show_multiple_locations = False",
      );
      await bot.lab.person("ada").say("", { thread: parent.ts, files: [{ name: "glance-api.conf", content: glance }] });
      const changed = await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel, parent.ts)).find((message) => words(message).includes("What changed")),
      );
      expect(words(changed)).toContain("show_multiple_locations");
    });

    test("a paste in a direct message opens a case in its own thread", async () => {
      const ada = bot.lab.person("ada");
      const direct = await ada.direct();
      const ts = await ada.say("[DEFAULT]\nenabled_backends = file:file\n[glance_store]\ndefault_backend = fil\n", {
        channel: direct,
      });
      const parent = await bot.lab.until(async () =>
        (await bot.lab.messages(direct, ts)).find((message) => words(message).includes("full-report")),
      );
      expect(words(parent)).toContain("default_backend");
    });

    test("a mention with a paste is one case, though Slack delivers it as two events", async () => {
      const ada = bot.lab.person("ada");
      const ts = await ada.say("[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n", {
        mention: true,
      });
      await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel, ts)).find((message) =>
          message.files?.some(({ name }) => name === "report.md"),
        ),
      );
      const thread = await bot.lab.messages(bot.lab.channel, ts);
      expect(thread.filter((message) => words(message).includes("full-report"))).toHaveLength(1);
    });

    test("talk in the channel that is not for the bot is left alone", async () => {
      const ts = await bot.lab.person("ada").say("[DEFAULT]\nenabled_backends = rbd:rbd\n");
      await bot.lab.person("ada").slash("status");
      await bot.lab.until(() => bot.lab.whispers.some(({ text }) => text.includes("waiting")));
      expect(await bot.lab.messages(bot.lab.channel, ts)).toHaveLength(1);
    });

    test("a secret that was posted is answered with a private warning, and is nowhere else", async () => {
      const secret = `Pl4nted-${mode}-9Xq`;
      const ada = bot.lab.person("ada");
      const ts = await ada.say(
        `[DEFAULT]\nenabled_backends = rbd:rbd\n[database]\nconnection = mysql+pymysql://glance:${secret}@10.0.0.2/glance\n`,
        { mention: true },
      );
      const warning = await bot.lab.until(() => bot.lab.whispers.find(({ text }) => text.includes("Rotate it")));
      expect(warning.user).toBe(ada.id);
      await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel, ts)).find((message) =>
          message.files?.some(({ name }) => name === "report.md"),
        ),
      );
      const ours = bot.lab.calls.map((call) => JSON.stringify(call.body)).join("\n");
      const metrics = await (await fetch(`${bot.health}/metrics`)).text();
      for (const sink of [ours, JSON.stringify(bot.lab.whispers), bot.log.join("\n"), metrics])
        expect(sink).not.toContain(secret);
    });

    test("why: two questions, one line to run, two lines of answer, the parts on demand", async () => {
      const ada = bot.lab.person("ada");
      await ada.slash("why");
      const asked = await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel)).find((message) => words(message).includes("why-all")),
      );
      await ada.click(asked, "why-all");
      const since = (await bot.lab.messages(bot.lab.channel)).find(({ ts }) => ts === asked.ts) as LabMessage;
      await ada.click(since, "why-change");
      const line = (await bot.lab.messages(bot.lab.channel)).find(({ ts }) => ts === asked.ts) as LabMessage;
      expect(words(line)).toContain("glancewright pack");
      await ada.say("", { thread: asked.ts, files });
      const brief = await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel, asked.ts)).find((message) => words(message).includes("five-parts")),
      );
      expect(brief.text.split("\n")).toHaveLength(2);
      expect(brief.text).toContain("Not tonight");
      await ada.click(brief, "five-parts");
      await bot.lab.until(async () =>
        (await bot.lab.messages(bot.lab.channel, asked.ts)).find((message) => words(message).includes("(e) Orphans")),
      );
    });

    test("guests and strangers are told no, and nothing is posted for them", async () => {
      for (const name of ["guest", "stranger"] as const) {
        const before = bot.lab.whispers.length;
        await bot.lab.person(name).slash("design");
        await bot.lab.until(() => bot.lab.whispers.length > before);
        expect(bot.lab.whispers.at(-1)?.text).toMatch(/Guests|own workspace/);
        const ts = await bot.lab.person(name).say("[DEFAULT]\nenabled_backends = rbd:rbd\n", { mention: true });
        await bot.lab.until(() => bot.lab.whispers.length > before + 1);
        expect(await bot.lab.messages(bot.lab.channel, ts)).toHaveLength(1);
      }
    });

    test("a finding is acknowledged by a form, with a reason and an end", async () => {
      const { parent } = await finished();
      const ada = bot.lab.person("ada");
      await ada.click(parent, "acknowledge");
      await bot.lab.until(async () => (await ada.view()).callback_id === "acknowledge-form");
      const options = JSON.stringify((await ada.view()).blocks);
      const fingerprint = /"value":"([0-9a-f]{12,64})"/.exec(options)?.[1] ?? "";
      expect(await ada.submit({ finding: fingerprint, until: "2001-01-01", why: "known" })).toHaveProperty("until");
      expect(await ada.submit({ finding: fingerprint, until: "2031-01-01", why: "known" })).toBeNull();
      await bot.lab.until(() => bot.lab.whispers.some(({ text }) => text.includes("Acknowledged until 2031-01-01")));
    });

    test("forget, written in the thread, deletes the case and what was posted for it", async () => {
      const { parent } = await finished();
      await bot.lab.person("ada").say("forget", { thread: parent.ts });
      await bot.lab.until(() => bot.lab.whispers.some(({ text }) => text.startsWith("Forgotten")));
      const left = await bot.lab.messages(bot.lab.channel);
      expect(left.filter(({ ts }) => ts === parent.ts)).toEqual([]);
    });

    test("acknowledgements come at once", () => {
      const times = bot.lab.deliveries.acks.map(({ milliseconds }) => milliseconds);
      expect(times.length).toBeGreaterThan(10);
      expect(Math.max(...times)).toBeLessThan(3000);
    });

    test("health and metrics answer", async () => {
      expect((await fetch(`${bot.health}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${bot.health}/metrics`)).text()).toContain("glancewright_events_total");
    });
  });
