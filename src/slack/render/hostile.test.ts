/** Whatever stands in an answer: Slack takes every message of it, and nothing in it is live. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { refusedBlocks, refusedView } from "#test/slack-lab/block-kit.ts";
import { loadRules } from "../../check/load-rules.ts";
import type { Review } from "../../design/schema.ts";
import { intake } from "../../intake/intake.ts";
import { review } from "../../review.ts";
import { messageFaults, viewFaults } from "../faults.ts";
import type { SlackMessage } from "../message.ts";
import { parentMessage, partMessages } from "./answer.ts";
import { textOf } from "./blocks.ts";
import { briefMessage, followUpMessages } from "./follow-up.ts";
import { acknowledgeForm, reviewForm } from "./forms.ts";
import { homeView } from "./home.ts";
import * as notices from "./notices.ts";
import { progress } from "./progress.ts";
import { toMessages } from "./split.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "..", "examples");
const answers: Review[] = [];
beforeAll(async () => {
  const rules = await loadRules();
  for (const name of ["02-ceph-80pct-qcow2", "05-s3-archive-plus-ceph", "06-broken-ini"]) {
    const folder = join(EXAMPLES, name, "input");
    const files = readdirSync(folder).map((file) => ({
      name: file,
      text: readFileSync(join(folder, file), "utf8"),
      pasted: false,
    }));
    answers.push(review(intake(files), rules).review);
  }
});

const LIVE = [
  "<!channel> <!here> <!everyone>",
  "<@U012AB3CD> <#C024BE7LR|general>",
  "<https://evil.example|click> https://evil.example evil.example",
  "@here #general :rotating_light:",
  "`rm -rf /` ``` *bold* _it_ ~no~",
  "\u202egnp.exe\u202c \u0000\u001b[31m\u2066",
  "&lt;!channel&gt; & < >",
  "1. one: two\n$(reboot)",
];
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LIVE) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("<!channel> ", "x", "\u{1f600}", "line\n"), fc.integer({ min: 500, max: 20_000 }))
      .map(([piece, times]) => piece.repeat(Math.ceil(times / piece.length))),
  },
  { weight: 1, arbitrary: fc.constant("") },
);

/** What decides how a message is built is left as it is. */
const KEPT = new Set(["severity", "part", "mode", "schema", "recommend", "kind", "badge", "verdict", "fingerprint"]);

/** Words of an answer replaced, its lists made longer. */
function spoil(value: unknown, key: string, words: readonly string[], times: number, count: { at: number }): unknown {
  if (typeof value === "string") {
    if (KEPT.has(key)) return value;
    count.at += 1;
    return count.at % 3 === 0 ? (words[count.at % words.length] ?? value) : value;
  }
  if (Array.isArray(value)) {
    const long = count.at % 2 === 0 ? Array.from({ length: times }, () => value).flat() : value;
    return long.map((one) => spoil(one, key, words, times, count));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, spoil(inner, name, words, times, count)]),
  );
}

const spoilt = fc
  .record({
    which: fc.nat(2),
    words: fc.array(hostile, { minLength: 1, maxLength: 6 }),
    times: fc.integer({ min: 1, max: 12 }),
    shift: fc.nat(2),
  })
  .map(({ which, words, times, shift }) => spoil(answers[which], "", words, times, { at: shift }) as Review);

/** Elements in which Slack looks for mentions, links and emoji. */
function liveElements(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(liveElements);
  if (typeof value !== "object" || value === null) return [];
  const { type } = value as { type?: unknown };
  const live = ["mrkdwn", "markdown", "link", "user", "usergroup", "channel", "broadcast", "emoji"];
  return [...(live.includes(String(type)) ? [String(type)] : []), ...Object.values(value).flatMap(liveElements)];
}

function expectTaken(message: SlackMessage): void {
  expect(messageFaults(message)).toEqual([]);
  expect(refusedBlocks(message.blocks, "message")).toBeNull();
  expect(liveElements(message.blocks)).toEqual([]);
  // the text beside the blocks is the one place that Slack reads as markup
  expect(message.text).not.toMatch(/[<>]|@\w|#\w|\w:\/\//);
  const said = [message.text, ...message.blocks.map(textOf)].join("");
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
}

test("any answer is taken by Slack, whole and in parts", () => {
  fc.assert(
    fc.property(spoilt, fc.constantFrom("review" as const, "check" as const, "hygiene" as const), (answer, kind) => {
      const parts = {
        caseId: "c1",
        kind,
        stage: "done",
        otherModel: "chatgpt:gpt",
        picture: { id: "F1", alt: answer.verdict.headline },
        accepted: [],
      } as const;
      const messages = [
        parentMessage(answer, parts),
        briefMessage(answer, "c1"),
        notices.missing(answer),
        ...partMessages(answer, kind).flatMap((reply) => reply.messages),
      ];
      for (const message of messages) expectTaken(message);
      expect(refusedView(acknowledgeForm("c1", answer.findings, "2026-11-24"))).toBeNull();
    }),
    { numRuns: 80 },
  );
});

test("every finding and every key of an answer is somewhere in its thread", () => {
  for (const answer of answers) {
    const shown = partMessages(answer, "review")
      .flatMap(({ messages }) => messages.flatMap(({ blocks }) => blocks.map(textOf)))
      .join("\n");
    for (const { title } of answer.findings) expect(shown).toContain(title);
    for (const { key, value } of answer.design.c.changes) {
      expect(shown).toContain(key);
      if (value !== null) expect(shown).toContain(value);
    }
  }
});

test("what is long goes on in the next message, tables among them", () => {
  const cell = fc.oneof(fc.constant("x".repeat(12_000)), fc.string({ unit: "grapheme", maxLength: 300 }), hostile);
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 250 });
  // figures are left out: what counts itself is numbered by Slack
  const letters = (value: string): string => value.replaceAll(/\\u[0-9a-f]{4,6}|[^\p{L}]/gu, "");
  fc.assert(
    fc.property(rows, (given) => {
      const messages = toMessages("part", [{ kind: "table", columns: ["A", "B", "C"], rows: given }]);
      for (const message of messages) expectTaken(message);
      const shown = messages.flatMap(({ blocks }) =>
        blocks.map((block) => textOf(block.type === "table" ? { ...block, rows: block.rows.slice(1) } : block)),
      );
      expect(letters(shown.join("")).length).toBe(letters(given.flat().join("")).length);
    }),
    { numRuns: 60 },
  );
});

test("small messages and views are taken with any words in them", () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 3, maxLength: 30 }), (words) => {
      const [one = "", two = "", three = ""] = words;
      const difference = {
        decisions: [{ part: "a" as const, what: one, before: two, after: three }],
        facts: words.map((name) => ({ name, before: one, after: two })),
        gone: [{ fingerprint: "f", rule: "r", severity: "high" as const, title: one }],
        added: words.map((title) => ({ fingerprint: "f", rule: "r", severity: "low" as const, title })),
        changes: { before: 1, after: 2 },
      };
      const said = { text: one, assumption: two, evidence: words, unknown: words };
      const answer = {
        whatIf: [],
        notes: words,
        difference,
        byRules: two,
        answer: said,
        answeredBy: three,
        model: null,
      };
      const messages = [
        notices.received(words, one),
        notices.leaked(words, words),
        notices.help(one),
        notices.refused(one || "no"),
        notices.status({ accepted: 1, working: 2, clouds: words, models: words }),
        notices.changed(words),
        notices.whyLine(one, two),
        progress(one, "writing", 12_345),
        ...followUpMessages(answer),
      ];
      for (const message of messages) expectTaken(message);
      const place = { kind: "design", channel: "C1", thread: null, caseId: null } as const;
      const home = {
        clouds: words.map((name) => ({ name, release: one, digest: one, snapshot: null })),
        models: words,
        high: words.map((key) => ({ cloud: one, key, fingerprint: two })),
        ending: words.map((why) => ({ scope: one, fingerprint: two, until: "2026-12-01", why })),
        spent: { tokens: 1, limit: 2, cost: three },
        mayUse: true,
      };
      // names of the settings: any characters, but some, and not as long as a file
      const names = words.map((word) => word.slice(0, 140)).filter((word) => word.trim() !== "");
      for (const view of [reviewForm(place, { clouds: names, models: names }, one), homeView(home)]) {
        expect(viewFaults(view)).toEqual([]);
        expect(refusedView(view)).toBeNull();
      }
    }),
    { numRuns: 80 },
  );
});
