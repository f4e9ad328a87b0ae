import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseOf, exampleSources } from "../../evals/case-folder.ts";
import { loadRules } from "../check/load-rules.ts";
import type { Rule } from "../check/rule.ts";
import { review } from "../review.ts";
import type { FollowUpAnswer } from "./answer-wire.ts";
import { memoryCache } from "./cache.ts";
import type { Case } from "./case.ts";
import { caseFiles } from "./case-files.ts";
import { intakeOf, revisionOf } from "./cases.ts";
import { followUp } from "./follow-up.ts";
import type { Model, ModelRequest } from "./model.ts";
import { readWhatIf } from "./what-if.ts";

let rules: Rule[];
let qcow2: Case;
beforeAll(async () => {
  rules = await loadRules();
  qcow2 = caseOf(exampleSources("02-ceph-80pct-qcow2"), rules);
});

describe("a question becomes a what-if", () => {
  test.each([
    ["what if we add S3 for cold images?", [{ subject: "add-store", value: "s3" }]],
    ["and without Nova on Ceph?", [{ subject: "nova-on-ceph", value: "no" }]],
    ["What if Cinder were not on Ceph", [{ subject: "cinder-on-ceph", value: "no" }]],
    ["what happens if we switch the image cache on", [{ subject: "glance-cache", value: "yes" }]],
    ["what if we go to 2025.2", [{ subject: "release", value: "2025.2" }]],
    ["was wenn wir S3 nehmen", [{ subject: "add-store", value: "s3" }]],
    [
      "what if we add swift, and turn conversion off",
      [
        { subject: "add-store", value: "swift" },
        { subject: "conversion", value: "no" },
      ],
    ],
    ["why is the default rbd?", []],
    ["how large is the cache?", []],
  ])("%s", (question, expected) => {
    expect(readWhatIf(question)).toEqual(expected);
  });
});

test("without a model the rules run again and show what changes", async () => {
  const { difference, supposed, answeredBy } = await followUp(qcow2, "what if we add S3 for cold images?", null);
  expect(answeredBy).toBe("rules");
  expect(difference?.decisions.find(({ what }) => what === "stores")?.after).toContain("archive (s3, archive)");
  expect(supposed?.review.design.a.stores.map(({ id }) => id)).toContain("archive");
  expect(supposed?.review.findings.filter(({ problem }) => problem === "unknown_option")).toEqual([]);
});

test("without Nova on Ceph the disks are no clones any more", async () => {
  const { difference } = await followUp(qcow2, "what about without Nova on Ceph?", null);
  expect(difference?.facts.find(({ name }) => name === "nova.uses_ceph")).toMatchObject({
    before: "true",
    after: "false",
  });
  const said = caseOf(
    exampleSources("02-ceph-80pct-qcow2").filter(({ name }) => name !== "nova.conf" && name !== "request.md"),
    rules,
  );
  const byWords = await followUp(said, "what if Nova is on Ceph?", null);
  expect(byWords.difference?.facts.find(({ name }) => name === "nova.uses_ceph")?.after).toBe("stated");
});

test.each([
  "02-ceph-80pct-qcow2",
  "03-legacy-single-store-migrate",
  "08-huge-catalog-stats-only",
  "06-broken-ini",
  "04-nfs-three-api-no-shared-staging",
])("every what-if on %s is run or says why not", async (name) => {
  const asked = caseOf(exampleSources(name), rules);
  for (const question of [
    "what if we add S3?",
    "what if we add Ceph for images?",
    "what if we drop S3?",
    "what if Nova is on Ceph?",
    "what if Cinder is not on Ceph?",
    "what if the cache is off?",
    "what if the default were swift?",
  ]) {
    const { difference, whatIf } = await followUp(asked, question, null);
    expect(whatIf).toHaveLength(1);
    // an option that nobody reads is at most one that the operator's own file held before
    const own = asked.reviewed.cloud.intake.sources.map(({ text }) => text).join("\n");
    const unknown = difference?.added.filter(({ rule }) => rule === "syntax/unknown-option") ?? [];
    expect(unknown.filter(({ title }) => !own.includes(/\](\w+)/.exec(title)?.[1] ?? "?"))).toEqual([]);
  }
});

const ANSWER: FollowUpAnswer = { lookUps: [], whatIf: [], answer: "", assumption: "", evidence: [], unknown: [] };
function model(answers: readonly (Partial<FollowUpAnswer> | string)[]) {
  const asked: ModelRequest[] = [];
  const value: Model = {
    provider: "chatgpt",
    name: "stand-in",
    ask: async (request) => {
      asked.push(request);
      const next = answers[asked.length - 1] ?? answers.at(-1) ?? "";
      const text = typeof next === "string" ? next : JSON.stringify({ ...ANSWER, ...next });
      return {
        text,
        stop: "complete",
        usage: { input: 10, cachedInput: 0, cacheWrite: 0, output: 5 },
        requestId: null,
        note: null,
      };
    },
    bodyOf: (request) => request,
  };
  return { value, asked };
}

test("a model looks up facts, options and rules before it answers", async () => {
  const { value, asked } = model([
    {
      lookUps: [
        { about: "fact", name: "catalog.images" },
        { about: "option", name: "show_image_direct_url" },
        { about: "rule", name: "cow-boot/qcow2-on-rbd" },
        { about: "catalogue", name: "formats" },
        { about: "fact", name: "beyond the limit" },
      ],
    },
    { answer: "Of 246 images 197 are qcow2, so few boots are clones.", evidence: ["catalog.by_format"] },
  ]);
  const result = await followUp(qcow2, "why so few clones?", value);
  const back = asked[1]?.turns.at(-1)?.text ?? "";
  expect(back).toContain("catalog.images: 246");
  expect(back).toContain("qcow2 197");
  expect(back).not.toContain("beyond");
  expect(result.answer?.text).toContain("197");
  expect(result.answeredBy).toBe("chatgpt:stand-in");
  expect(result.model?.usage.input).toBe(20);
});

test("the same question again is free, and its answer the same", async () => {
  const { value, asked } = model([
    { lookUps: [{ about: "fact", name: "nova.uses_ceph" }] },
    { answer: "Nova keeps its disks on Ceph.", evidence: ["nova.uses_ceph"] },
  ]);
  const cache = memoryCache();
  const first = await followUp(qcow2, "where are Nova's disks?", value, { cache });
  const again = await followUp(qcow2, "where are Nova's disks?", value, { cache });
  expect(first.answer?.text).toBe("Nova keeps its disks on Ceph.");
  expect(again.answer).toEqual(first.answer);
  expect(asked).toHaveLength(2);
  expect(again.model?.usage).toEqual({ input: 0, cachedInput: 0, cacheWrite: 0, output: 0 });
});

test("a what-if that only the model understood is run by the rules, then explained", async () => {
  const { value, asked } = model([
    { whatIf: [{ subject: "add-store", value: "s3" }] },
    { answer: "The archive store takes what nobody boots; rbd stays the default.", evidence: ["glance.mode"] },
  ]);
  const result = await followUp(qcow2, "Could cold data live somewhere cheap?", value);
  expect(asked[1]?.turns.at(-1)?.text).toContain("archive (s3");
  expect(result.difference).not.toBeNull();
  expect(result.answer?.text).toContain("archive store");
});

test.each<[string, Partial<FollowUpAnswer> | string, RegExp]>([
  ["lies", { answer: "This makes boots 40 times faster.", evidence: ["glance.mode"] }, /did not hold/],
  ["cites nothing", { answer: "Raw is better here." }, /did not hold/],
  ["is no JSON", "Sure, here you go.", /did not hold/],
  ["never stops looking things up", { lookUps: [{ about: "fact", name: "glance.mode" }] }, /did not hold|no answer/],
])("an answer that %s is not shown, and the rules' is", async (_name, answer, because) => {
  const { value, asked } = model([answer]);
  const result = await followUp(qcow2, "is the cache of use?", value);
  expect(result.answer).toBeNull();
  expect(result.byRules).not.toBeNull();
  expect(result.answeredBy).toBe("rules");
  expect(result.model?.because).toMatch(because);
  expect(asked.length).toBeLessThanOrEqual(4);
});

describe("a case in files", () => {
  const root = mkdtempSync(join(tmpdir(), "glancewright-cases-"));
  afterAll(() => rmSync(root, { recursive: true }));

  test("comes back as it was, and gives the same answer", async () => {
    const { reviewed } = qcow2;
    const store = caseFiles(root);
    await store.create("one", revisionOf(reviewed.cloud.intake, {}, reviewed.review));
    const question = "what if we add S3?";
    const { supposed: _supposed, ...answer } = await followUp(qcow2, question, null);
    await store.addExchange("one", { question, revision: 1, answer });
    const stored = await caseFiles(root).read("one");
    const [revision] = stored?.revisions ?? [];
    expect(revision && review(intakeOf(revision), rules).review).toEqual(reviewed.review);
    expect(stored?.exchanges.map((entry) => entry.question)).toEqual([question]);
    expect(await store.addRevision("one", revisionOf(reviewed.cloud.intake, {}, reviewed.review))).toBe(2);
  });

  test("that does not exist is null, and a name that leaves the folder is refused", async () => {
    expect(await caseFiles(root).read("none")).toBeNull();
    await expect(caseFiles(root).read("../one")).rejects.toThrow(/cases\.wrong-name/);
  });
});
