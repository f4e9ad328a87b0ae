import { beforeAll, describe, expect, test } from "vitest";
import { caseOf, exampleSources } from "../../evals/case-folder.ts";
import { loadRules } from "../check/load-rules.ts";
import type { Rule } from "../check/rule.ts";
import { prepare } from "./advise.ts";
import { digestWire, followUpWire, seniorWire, wireSchema } from "./answer-wire.ts";
import { buildContext, CONTEXT_LIMIT } from "./context.ts";
import { fillPrompt, loadPrompt, PROMPT_NAMES, readPrompt } from "./prompt.ts";
import { countBytes } from "./tokens.ts";

let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

const MODEL = { provider: "chatgpt", name: "stand-in" } as const;

/** A listing of `count` images, of which four in five are qcow2. */
function listing(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `${index.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
    name: `image ${index}`,
    status: "active",
    disk_format: index % 5 === 0 ? "raw" : "qcow2",
    size: 2_000_000_000 + (index % 50),
    checksum: (index % Math.ceil(count / 2)).toString(16).padStart(32, "0"),
    visibility: "public",
  }));
  return JSON.stringify({ images: rows });
}

function statistics(count: number): string {
  return JSON.stringify({
    total_images: count,
    by_disk_format: { qcow2: count * 0.8, raw: count * 0.2 },
    total_bytes: count * 2_000_000_000,
  });
}

test("the context is the same size for a hundred images, ten thousand and a million", async () => {
  const configs = exampleSources("02-ceph-80pct-qcow2").filter(({ name }) => name.endsWith(".conf"));
  const size = async (name: string, text: string): Promise<number> => {
    const { context } = await prepare(caseOf([...configs, { name, text, pasted: false }], rules), MODEL);
    return context.tokens;
  };
  const listed = [await size("images.json", listing(100)), await size("images.json", listing(10_000))];
  const counted = [
    await size("catalog-stats.json", statistics(100)),
    await size("catalog-stats.json", statistics(1_000_000)),
  ];
  for (const [small = 0, large = 0] of [listed, counted]) {
    expect(large).toBeLessThanOrEqual(CONTEXT_LIMIT);
    expect(Math.abs(large - small)).toBeLessThan(120);
  }
});

test.each([
  "01-ceph-all-raw-done-right",
  "03-legacy-single-store-migrate",
  "05-s3-archive-plus-ceph",
  "07-prompt-injection",
])("%s fits, and what is left out is said in the context", async (name) => {
  const { context, request } = await prepare(caseOf(exampleSources(name), rules), MODEL);
  expect(context.tokens).toBeLessThanOrEqual(CONTEXT_LIMIT);
  expect(context.countedBy).toBe("o200k_base");
  const said = request.turns[0]?.text.match(/lines left out\)/g) ?? [];
  expect(said).toHaveLength(context.leftOut.length);
});

test("a tight limit keeps what weighs most, and holds for any counter", () => {
  const asked = caseOf(exampleSources("02-ceph-80pct-qcow2"), rules);
  const wide = buildContext(asked, { count: countBytes, spent: 0, limit: 40_000 });
  const tight = buildContext(asked, { count: countBytes, spent: 0, limit: 6_000 });
  expect(wide.leftOut).toEqual([]);
  expect(tight.tokens).toBeLessThanOrEqual(6_000);
  expect(tight.leftOut.length).toBeGreaterThan(0);
  for (const { severity, fingerprint } of asked.reviewed.review.findings)
    if (severity === "high") expect(tight.text).toContain(fingerprint);
  expect(buildContext(asked, { count: countBytes, spent: 0, limit: 6_000 })).toEqual(tight);
});

test("options and stores are named letter by letter, as changes have to name them", async () => {
  const { request } = await prepare(caseOf(exampleSources("02-ceph-80pct-qcow2"), rules), MODEL);
  expect(request.turns[0]?.text).toContain("[DEFAULT]show_multiple_locations glance-api.conf:23");
});

test("the prefix is the same for every case, and nothing of a paste but facts is sent", async () => {
  const first = await prepare(caseOf(exampleSources("02-ceph-80pct-qcow2"), rules), MODEL);
  const second = await prepare(caseOf(exampleSources("05-s3-archive-plus-ceph"), rules), MODEL);
  expect(second.request.prefix).toBe(first.request.prefix);
  expect(second.key).not.toBe(first.key);
  expect(JSON.stringify(first.request)).not.toContain("lock_path");
});

describe("prompts", () => {
  test.each(PROMPT_NAMES)("%s has a version, a hash and only the slots that it names", (name) => {
    const prompt = loadPrompt(name);
    expect(prompt.version).toBeGreaterThanOrEqual(1);
    expect(prompt.hash).toMatch(/^[0-9a-f]{64}$/);
    const values = Object.fromEntries(prompt.slots.map((slot) => [slot, `{{${slot}}} of the case`]));
    // what is filled in is not filled again
    expect(fillPrompt(prompt, values)).toContain("of the case");
    expect(() => fillPrompt(prompt, {})).toThrow(/prompts\.unreadable/);
  });

  test.each([
    ["no front matter", "text"],
    ["no version", "---\nname: repair\nslots: issues\n---\n{{issues}}"],
    ["a slot that is not named", "---\nname: repair\nversion: 1\nslots: issues\n---\n{{issues}} {{more}}"],
  ])("%s is refused", (_name, text) => {
    expect(() => readPrompt("repair", text)).toThrow(/prompts\.unreadable/);
  });
});

describe("what a provider is asked to hold a model to", () => {
  const KEYWORDS = new Set(["type", "description", "properties", "required", "additionalProperties", "items", "enum"]);
  const nodes = (node: Record<string, unknown>, depth = 1): { node: Record<string, unknown>; depth: number }[] => [
    { node, depth },
    ...Object.values((node["properties"] ?? {}) as Record<string, Record<string, unknown>>).flatMap((inner) =>
      nodes(inner, depth + 1),
    ),
    ...(node["items"] ? nodes(node["items"] as Record<string, unknown>, depth) : []),
  ];
  test.each([
    ["senior operator", seniorWire],
    ["follow-up", followUpWire],
    ["digest", digestWire],
  ])("%s: plain types, everything required, nothing open, few levels", (_name, shape) => {
    const schema = wireSchema(shape);
    for (const { node, depth } of nodes({ ...schema })) {
      expect(Object.keys(node).filter((keyword) => !KEYWORDS.has(keyword))).toEqual([]);
      expect(typeof node["type"]).toBe("string");
      expect(depth).toBeLessThanOrEqual(5);
      if (node["type"] !== "object") continue;
      expect(node["additionalProperties"]).toBe(false);
      expect(node["required"]).toEqual(Object.keys(node["properties"] as object));
    }
    expect(JSON.stringify(schema).length).toBeLessThan(4000);
  });
});
