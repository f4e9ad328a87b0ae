import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../../check/load-rules.ts";
import type { Rule } from "../../check/rule.ts";
import type { Review } from "../../design/schema.ts";
import { GlancewrightError } from "../../errors.ts";
import { intake } from "../../intake/intake.ts";
import { review } from "../../review.ts";
import { messageFaults, viewFaults } from "../faults.ts";
import { mrkdwn } from "../inert.ts";
import type { SlackMessage } from "../message.ts";
import { type AnswerParts, parentMessage, partMessages } from "./answer.ts";
import { textOf } from "./blocks.ts";
import { acknowledgeForm, readAcknowledgeForm, readReviewForm, reviewForm } from "./forms.ts";
import { homeView } from "./home.ts";
import * as notices from "./notices.ts";
import { toMessages } from "./split.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "..", "examples");
let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

const reviewOf = (files: Readonly<Record<string, string>>): Review =>
  review(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))), rules).review;
const example = (name: string): Review => {
  const folder = join(EXAMPLES, name, "input");
  return reviewOf(
    Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")])),
  );
};
const parts: AnswerParts = {
  caseId: "c1",
  kind: "review",
  stage: "done",
  otherModel: "chatgpt:gpt-6.1-sol",
  picture: { id: "F1", alt: "bytes by store" },
  accepted: [],
};
const wordsOf = ({ text, blocks }: SlackMessage): string => [text, ...blocks.map(textOf)].join("\n");
const all = (answer: Review): SlackMessage[] => [
  parentMessage(answer, parts),
  ...partMessages(answer, "review").flatMap(({ messages }) => messages),
];

describe("every shipped example becomes a thread", () => {
  for (const name of readdirSync(EXAMPLES))
    test(name, () => {
      const answer = example(name);
      const replies = partMessages(answer, "review");
      for (const message of all(answer)) expect(messageFaults(message)).toEqual([]);
      for (const part of ["a", "b", "c", "d", "e"]) {
        const [first] = replies.find((reply) => reply.part === `part-${part}`)?.messages ?? [];
        expect(first && wordsOf(first)).toContain(`(${part})`);
      }
      const shown = all(answer).map(wordsOf).join("\n");
      for (const { title } of answer.findings) expect(shown).toContain(title);
      expect(all(answer).every(({ text }) => text !== "")).toBe(true);
    });
});

test("check shows findings and no design", () => {
  const replies = partMessages(example("02-ceph-80pct-qcow2"), "check").map(({ part }) => part);
  expect(replies).toContain("findings");
  expect(replies.filter((part) => part.startsWith("part-"))).toEqual([]);
});

/** Names as an attacker would choose them. */
const HOSTILE = [
  "<!channel> <!here> <!everyone>",
  "<@U024BE7LH> <#C024BE91L>",
  "<https://evil.example.org|docs.openstack.org>",
  "https://evil.example.org/x",
  "@channel :rocket: *bold* _it_ ~no~ `code`",
  "\u202eevil\u202c \u200b\u0000 \u001b[31m",
  "```\nrm -rf /\n```",
];

test("hostile names are shown as text and are live nowhere", () => {
  for (const name of HOSTILE) {
    const answer = reviewOf({
      "glance-api.conf": `[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = ${name}\n`,
      [`${name}.conf`]: "[DEFAULT]\nenabled_backends = a:file\n",
      "images.json": JSON.stringify([{ ID: "1", Name: name, "Disk Format": "qcow2", Status: "active" }]),
    });
    for (const message of all(answer)) {
      expect(messageFaults(message)).toEqual([]);
      const sent = JSON.stringify(message);
      expect(sent).not.toMatch(/"type":"(mrkdwn|markdown|link|user|channel|broadcast|emoji|section)"/);
      expect(message.text).not.toMatch(/<[!@#h]|(?<![\u200b])https?:\/\//);
      expect(sent).not.toMatch(/\\u001b|\u202e/);
    }
  }
});

test("text for notifications holds nothing that Slack reads as live", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...HOSTILE, " ", "a", "<", ">", "@", "#", ":x:", "&")), (pieces) => {
      const text = mrkdwn(pieces.join(""));
      expect(text).not.toMatch(/[<>]|@\w|#\w|:\w+:|\w:\/\//);
    }),
  );
});

test("any pieces become messages that Slack takes, and no word is lost", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 400 });
  const long = fc
    .tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 2000 }))
    .map(([piece, times]) => piece.repeat(times));
  const piece = fc.oneof(
    fc.oneof(text, long).map((value) => ({ kind: "paragraph", text: value }) as const),
    fc.array(fc.oneof(text, long), { maxLength: 60 }).map((items) => ({ kind: "list", items }) as const),
    fc.oneof(text, long).map((value) => ({ kind: "code", text: value }) as const),
  );
  const letters = (value: string): string => value.replaceAll(/\\u[0-9a-f]{4,6}|[^\p{L}\p{N}]/gu, "");
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), (pieces) => {
      const messages = toMessages("part", pieces);
      for (const message of messages) expect(messageFaults(message)).toEqual([]);
      const given = pieces.flatMap((one) => (one.kind === "list" ? one.items : [one.text])).join("");
      const shown = messages.flatMap(({ blocks }) => blocks.map(textOf)).join("");
      expect(letters(shown)).toBe(letters(given));
    }),
    { numRuns: 60 },
  );
});

test("short messages are taken, and say what to do", () => {
  const error = new GlancewrightError("intake.binary", { expected: "text", got: "binary", next: "Give a text file." });
  const answer = example("02-ceph-80pct-qcow2");
  const messages = [
    notices.received(["glance-api.conf", ...HOSTILE], "U1"),
    notices.failed(error),
    notices.gaveUp("c1"),
    notices.leaked(["password", "token"], ["nova.conf"]),
    notices.help("desing"),
    notices.help(null),
    notices.refused("You may not."),
    notices.missing(answer),
    notices.status({ accepted: 1, working: 2, clouds: HOSTILE, models: [] }),
    notices.changed(["(a) stores: rbd (now: file)"]),
    notices.whyScope("c1"),
    notices.whySince("c1", "all"),
  ];
  for (const message of messages) expect(messageFaults(message)).toEqual([]);
  expect(wordsOf(notices.failed(error))).toContain("intake.binary");
  expect(wordsOf(notices.failed(error))).toContain("Give a text file.");
});

test("forms are taken, and give back what was filled in", () => {
  const place = { kind: "design", channel: "C1", thread: null, caseId: null } as const;
  const choices = { clouds: HOSTILE, models: ["claude", "chatgpt"] };
  expect(viewFaults(reviewForm(place, choices, "x".repeat(5000)))).toEqual([]);
  expect(viewFaults(reviewForm({ ...place, kind: "check" }, { clouds: [], models: [] }))).toEqual([]);
  expect(readReviewForm({})).toHaveProperty("errors.files");
  const file = { id: "F1", name: "glance-api.conf", size: 10, url_private_download: "http://127.0.0.1/f" };
  const state = {
    files: { files: { files: [file] } },
    request: { request: { value: "why slow?" } },
    release: { release: { selected_option: { value: "2025.1" } } },
    cloud: { cloud: { selected_option: { value: "-" } } },
  };
  expect(readReviewForm(state)).toEqual({
    form: {
      cloud: null,
      release: "2025.1",
      model: null,
      files: [{ id: "F1", name: "glance-api.conf", size: 10, url: "http://127.0.0.1/f" }],
      pasted: "",
      request: "why slow?",
    },
  });
});

test("an acknowledgement needs a finding, a day to come and a reason", () => {
  const { findings } = example("02-ceph-80pct-qcow2");
  expect(viewFaults(acknowledgeForm("c1", findings, "2026-11-23"))).toEqual([]);
  const filled = (until: string, why: string) => ({
    finding: { finding: { selected_option: { value: findings[0]?.fingerprint } } },
    until: { until: { selected_date: until } },
    why: { why: { value: why } },
  });
  expect(readAcknowledgeForm(filled("2026-11-23", "known"), "2026-11-23")).toHaveProperty("errors.until");
  expect(readAcknowledgeForm(filled("2026-12-01", " "), "2026-11-23")).toHaveProperty("errors.why");
  expect(readAcknowledgeForm(filled("2026-12-01", "known"), "2026-11-23")).toHaveProperty("form.until", "2026-12-01");
});

test("the home tab is taken with nothing and with much in it", () => {
  const facts = {
    clouds: HOSTILE.map((name) => ({ name, release: null, digest: name, snapshot: null })),
    models: ["claude"],
    high: HOSTILE.map((key) => ({ cloud: "production", key, fingerprint: "b".repeat(64) })),
    ending: [{ scope: "production", fingerprint: "a".repeat(64), until: "2026-12-01", why: HOSTILE.join(" ") }],
    spent: { tokens: 10, limit: null, cost: null },
    mayUse: true,
  };
  expect(viewFaults(homeView(facts))).toEqual([]);
  expect(viewFaults(homeView({ ...facts, clouds: [], ending: [], mayUse: false }))).toEqual([]);
});
