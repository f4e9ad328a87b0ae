import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../check/load-rules.ts";
import type { Rule } from "../check/rule.ts";
import { reviewSchema } from "../design/schema.ts";
import { GlancewrightError } from "../errors.ts";
import { intake } from "../intake/intake.ts";
import { type Reviewed, review } from "../review.ts";
import { advise, prepare } from "./advise.ts";
import type { SeniorAnswer } from "./answer-wire.ts";
import { budgetOf, memoryLedger } from "./budget.ts";
import { memoryCache } from "./cache.ts";
import { fileLedger } from "./ledger-files.ts";
import type { Model, ModelReply, ModelRequest, Usage } from "./model.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "examples", "02-ceph-80pct-qcow2", "input");
const USAGE = { input: 6000, cachedInput: 3000, cacheWrite: 0, output: 800 };

let rules: Rule[];
let reviewed: Reviewed;
beforeAll(async () => {
  rules = await loadRules();
  const given = readdirSync(FOLDER)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(FOLDER, name), "utf8"), pasted: false }));
  reviewed = review(intake(given), rules);
});

const options = () => ({ rules, facts: {} });
const reply = (text: string, stop: ModelReply["stop"] = "complete"): ModelReply => ({
  text,
  stop,
  usage: USAGE,
  requestId: null,
  note: null,
});

function model(answers: readonly (string | (() => Promise<ModelReply>))[]) {
  const asked: ModelRequest[] = [];
  const value: Model = {
    provider: "claude",
    name: "stand-in",
    ask: async (request) => {
      asked.push(request);
      const next = answers[asked.length - 1] ?? answers.at(-1) ?? "";
      return typeof next === "string" ? reply(next) : next();
    },
    bodyOf: (request) => request,
  };
  return { value, asked };
}

const EMPTY: SeniorAnswer = {
  headline: "",
  answers: [],
  parts: [],
  stores: [],
  policy: [],
  work: [],
  changes: [],
  unknown: [],
};
const idOf = (rule: string): string =>
  reviewed.review.findings.find((finding) => finding.rule === rule)?.fingerprint ?? "";

const good = (): SeniorAnswer => ({
  ...EMPTY,
  headline:
    "Boots copy images because 82.1 % of the images that are not ISO are not raw; raw on rbd makes them clones.",
  answers: [
    {
      question: "q1",
      answer: "No. A clone never reads image data through Glance, so the image cache cannot shorten these boots.",
      assumption: "",
      evidence: [idOf("cow-boot/qcow2-on-rbd"), "glance.cache_active"],
    },
  ],
  parts: [
    {
      part: "b",
      why: "Start with the Windows images: they are the largest, and each boot of one moves the whole image. Conversion of the others can take about 3 weeks.",
      assumption: "3 weeks at ten images a day, one person; the real pace depends on the network",
      evidence: ["catalog.qcow2_share_pct"],
    },
  ],
  work: [{ finding: idOf("formats/conversion-off"), why: "It stops new images from making the pile larger." }],
});

test("what holds is laid over the rules' design, which stays and comes first", async () => {
  const { value, asked } = model([JSON.stringify(good())]);
  const { review: answer } = await advise(reviewed, value, options());
  expect(answer.model?.dropped).toEqual([]);
  expect(answer.answeredBy).toBe("claude:stand-in");
  expect(answer.design.b.why.startsWith(reviewed.review.design.b.why)).toBe(true);
  expect(answer.design.b.why).toContain("An assumption, not a fact");
  expect(answer.answers[0]?.answer).toContain("cannot shorten these boots");
  expect(answer.design.c).toEqual(reviewed.review.design.c);
  expect(asked).toHaveLength(1);
  expect(reviewSchema.parse(answer)).toEqual(answer);
});

test("the same case gives the same request, of at most 8,000 tokens, with the stable part first", async () => {
  const first = await prepare({ reviewed, rules, facts: {} }, model([]).value);
  const second = await prepare({ reviewed, rules, facts: {} }, model([]).value);
  expect(second.request).toEqual(first.request);
  expect(second.key).toBe(first.key);
  expect(first.context.tokens).toBeLessThanOrEqual(8000);
  expect(first.request.prefix).not.toContain("172.29.236");
});

test("an answer that does not hold goes back once, with its issues and without its text", async () => {
  const wrong = { ...good(), headline: "Clones make boots 40 times faster." };
  const { value, asked } = model([JSON.stringify(wrong), JSON.stringify(good())]);
  const { review: answer } = await advise(reviewed, value, options());
  expect(asked).toHaveLength(2);
  expect(asked[1]?.turns.at(-1)?.text).toContain("headline");
  expect(answer.model?.outcome).toBe("used");
  expect(answer.model?.rounds).toBe(2);
  expect(answer.model?.usage.input).toBe(2 * USAGE.input);
});

test("what still does not hold is left out, named by its place", async () => {
  const wrong = { ...good(), headline: "Clones make boots 40 times faster." };
  const { value, asked } = model([JSON.stringify(wrong)]);
  const { review: answer } = await advise(reviewed, value, options());
  expect(asked).toHaveLength(2);
  expect(answer.model?.headline).toBeNull();
  expect(answer.model?.outcome).toBe("partly");
  expect(answer.model?.dropped.map(({ where }) => where)).toEqual(["headline"]);
  expect(JSON.stringify(answer)).not.toContain("40 times");
});

describe.each<[string, () => Promise<ModelReply>, RegExp]>([
  [
    "down",
    async () => {
      throw new GlancewrightError("model.unavailable", { expected: "an answer", got: "503", next: "Try again later." });
    },
    /model\.unavailable/,
  ],
  ["failing in an unforeseen way", () => Promise.reject(new Error("socket <@U1> hang up")), /unexpected/],
  ["silent", () => new Promise(() => {}), /in time/],
  ["refusing", async () => reply("", "refused"), /declined/],
  ["cut off", async () => reply('{"headline": "Raw', "truncated"), /cut off/],
  ["talking around its JSON", async () => reply(`Sure! ${JSON.stringify(EMPTY)}`), /shape/],
])("a model that is %s", (_name, behaviour, because) => {
  test("leaves the rules' own answer, and the answer says why", async () => {
    const { value } = model([behaviour]);
    const { review: answer } = await advise(reviewed, value, { ...options(), deadlineMs: 80 });
    const { model: record, ...rest } = answer;
    expect(rest).toEqual(reviewed.review);
    expect(record?.outcome).toBe("not-used");
    expect(record?.because).toMatch(because);
    expect(JSON.stringify(record)).not.toContain("<@U1>");
  });
});

describe("over budget nothing is sent", () => {
  const noLimits = { tokensPerCase: null, tokensPerMonth: null, costPerMonth: null };
  const accounts = { case: "one", month: "2026-11" };
  const costOf = (usage: Usage) => ({ amount: (usage.input + usage.output) / 1000, currency: "EUR" });

  test.each([
    ["case", { ...noLimits, tokensPerCase: 40_000 }, /this case/],
    ["month", { ...noLimits, tokensPerMonth: 40_000 }, /this month/],
    ["money", { ...noLimits, costPerMonth: 40 }, /cost limit/],
  ])("by %s", async (_name, limits, because) => {
    const ledger = memoryLedger();
    const { value, asked } = model([JSON.stringify(good())]);
    const budget = budgetOf(ledger, limits, accounts, costOf);
    const first = await advise(reviewed, value, { ...options(), budget, costOf });
    expect(first.review.model?.outcome).toBe("used");
    expect(first.review.model?.cost).toEqual({ amount: 6.8, currency: "EUR" });
    // only what was billed is left of what was set aside
    expect((await ledger.read("case:one")).tokens).toBe(USAGE.input + USAGE.output);
    await ledger.add("case:one", { tokens: 30_000, cost: 30 });
    await ledger.add("month:2026-11", { tokens: 30_000, cost: 30 });
    const second = await advise(reviewed, value, { ...options(), budget, costOf });
    expect(second.review.model?.because).toMatch(because);
    expect(asked).toHaveLength(1);
  });

  test("requests at the same time cannot pass it together", async () => {
    const { value, asked } = model([JSON.stringify(good())]);
    const budget = budgetOf(memoryLedger(), { ...noLimits, tokensPerMonth: 60_000 }, accounts);
    await Promise.all([1, 2, 3, 4, 5].map(() => advise(reviewed, value, { ...options(), budget })));
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test("a ledger in files adds up, and one that cannot be read stops everything", async () => {
    const folder = mkdtempSync(join(tmpdir(), "glancewright-ledger-"));
    const ledger = fileLedger(folder);
    await Promise.all([1, 2, 3].map((tokens) => ledger.add("month:2026-11", { tokens, cost: 0.5 })));
    expect(await fileLedger(folder).read("month:2026-11")).toEqual({ tokens: 6, cost: 1.5 });
    const { value, asked } = model([JSON.stringify(good())]);
    const broken = budgetOf(fileLedger(join(FOLDER, "request.md")), noLimits, accounts);
    const { review: answer } = await advise(reviewed, value, { ...options(), budget: broken });
    expect(answer.model?.because).toMatch(/budget\.unreadable/);
    expect(asked).toHaveLength(0);
    rmSync(folder, { recursive: true });
  });
});

test("an answer that held is kept, and checked again when it comes from the cache", async () => {
  const cache = memoryCache();
  const { value, asked } = model([JSON.stringify(good())]);
  const first = await advise(reviewed, value, { ...options(), cache });
  const second = await advise(reviewed, value, { ...options(), cache });
  expect(asked).toHaveLength(1);
  expect(second.review.model?.cached).toBe(true);
  expect(second.review.design).toEqual(first.review.design);
  const { key } = await prepare({ reviewed, rules, facts: {} }, value);
  await cache.put(key, JSON.stringify({ ...good(), headline: "See https://evil.example/x" }));
  const third = await advise(reviewed, value, { ...options(), cache });
  expect(JSON.stringify(third.review)).not.toContain("evil.example");
});

test("a change is kept only when it makes a finding go away that the rules leave", async () => {
  const change = (over: Partial<SeniorAnswer["changes"][number]>) => ({
    file: "glance-api.conf",
    section: "DEFAULT",
    key: "show_image_direct_url",
    action: "set" as const,
    value: "False",
    why: "Users do not need to see fsid and pool.",
    findings: [idOf("security/direct-url-seen-by-users")],
    ...over,
  });
  const answer = {
    ...EMPTY,
    changes: [
      // breaks the clone path: a new high finding
      change({}),
      change({ key: "turbo_clone_boot", value: "True" }),
      change({ section: "glance_store", key: "https_insecure", findings: [idOf("stores/http-unverified")] }),
      change({ section: "http", key: "https_insecure", findings: [idOf("stores/http-unverified")] }),
      change({
        section: "http",
        key: "https_insecure",
        value: "False # safe",
        findings: [idOf("stores/http-unverified")],
      }),
    ],
  };
  const { value } = model([JSON.stringify(answer)]);
  const { review: result } = await advise(reviewed, value, options());
  expect(result.model?.dropped.map(({ where }) => where)).toEqual(["changes.1", "changes.2", "changes.4", "changes.0"]);
  expect(result.model?.changed).toEqual([{ part: "c", what: "sets [http]https_insecure" }]);
  expect(result.design.c.diff).toContain("https_insecure = False");
  expect(result.design.c.changes.some(({ key }) => key === "show_image_direct_url")).toBe(false);
  expect(reviewSchema.parse(result)).toEqual(result);
});
