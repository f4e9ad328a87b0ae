/** Each adapter against each behaviour of the stand-in: a reply or a code, always within the limits. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seniorWire, wireSchema } from "../../src/advisor/answer-wire.ts";
import type { ModelProgress, ModelRequest } from "../../src/advisor/model.ts";
import { type LlmLab, startLlmLab } from "../llm-lab/llm-lab.ts";
import { labModel, PROVIDERS, SHORT } from "../llm-lab/models-of-the-lab.ts";
import type { Plan } from "../llm-lab/plan.ts";

let lab: LlmLab;
beforeAll(async () => {
  lab = await startLlmLab();
});
afterAll(() => lab.stop());

const TEXT = JSON.stringify({ headline: "Raw images on RBD.", parts: "x".repeat(2000) });
const REQUEST: ModelRequest = {
  prefix: `You are a senior operator. ${"Raw images on Ceph RBD are cloned. ".repeat(200)}`,
  turns: [{ role: "user", text: "facts" }],
  schema: { name: "glancewright_advice", schema: wireSchema(seniorWire) },
  maxOutputTokens: 16_000,
  effort: "medium",
};
const signal = new AbortController().signal;
const answer: Plan = { kind: "answer", text: TEXT };

type Behaviour = { name: string; plans: readonly Plan[]; gives: string; requests: number };

/** `gives`: how the reply stops, or the code of the error. */
const BEHAVIOURS: readonly Behaviour[] = [
  { name: "an answer", plans: [answer], gives: "complete", requests: 1 },
  { name: "thinking first", plans: [{ ...answer, thinking: "hm ".repeat(500) }], gives: "complete", requests: 1 },
  {
    name: "an answer in slow pieces",
    plans: [{ kind: "drip", text: TEXT, pieces: 12, everyMs: 40 }],
    gives: "complete",
    requests: 1,
  },
  { name: "a refusal", plans: [{ kind: "refuse" }], gives: "refused", requests: 1 },
  {
    name: "the length limit",
    plans: [{ kind: "truncate", text: '{"headline": "Ra' }],
    gives: "truncated",
    requests: 1,
  },
  { name: "not even headers", plans: [{ kind: "mute" }], gives: "model.silent", requests: 1 },
  { name: "silence in mid-stream", plans: [{ kind: "stall", text: "{" }], gives: "model.silent", requests: 1 },
  {
    name: "a drip that never ends in time",
    plans: [{ kind: "drip", text: TEXT, pieces: 60, everyMs: 60 }],
    gives: "model.too-late",
    requests: 1,
  },
  { name: "a cut, then an answer", plans: [{ kind: "cut", text: "{" }, answer], gives: "complete", requests: 2 },
  {
    name: "two cuts",
    plans: [
      { kind: "cut", text: "{" },
      { kind: "cut", text: "{" },
    ],
    gives: "model.cut",
    requests: 2,
  },
  {
    name: "an end without the last event, twice",
    plans: [
      { kind: "unfinished", text: "{}" },
      { kind: "unfinished", text: "{}" },
    ],
    gives: "model.cut",
    requests: 2,
  },
  {
    name: "overload, then an answer",
    plans: [{ kind: "status", status: 529, type: "overloaded_error", headers: { "retry-after-ms": "1" } }, answer],
    gives: "complete",
    requests: 2,
  },
  {
    name: "three times the rate limit",
    plans: Array<Plan>(3).fill({ kind: "status", status: 429, headers: { "retry-after-ms": "1" } }),
    gives: "model.busy",
    requests: 3,
  },
  {
    name: "a rate limit that lasts longer than anybody waits",
    plans: [{ kind: "status", status: 429, headers: { "retry-after": "3600" } }],
    gives: "model.busy",
    requests: 1,
  },
  { name: "a refused key", plans: [{ kind: "status", status: 401 }], gives: "model.refused-key", requests: 1 },
  { name: "no such model", plans: [{ kind: "status", status: 404 }], gives: "model.unknown", requests: 1 },
  {
    name: "a request that is not taken",
    plans: [{ kind: "status", status: 400, type: "invalid_request_error" }],
    gives: "model.refused-request",
    requests: 1,
  },
  {
    name: "an error inside the stream",
    plans: [{ kind: "error-event", type: "overloaded_error" }],
    gives: "model.busy",
    requests: 1,
  },
  { name: "events that are no JSON", plans: [{ kind: "garbage" }], gives: "model.cut", requests: 1 },
  { name: "a page of a proxy", plans: [{ kind: "page" }, { kind: "page" }], gives: "model.cut", requests: 2 },
];

for (const provider of PROVIDERS)
  describe(provider, () => {
    for (const { name, plans, gives, requests } of BEHAVIOURS)
      test(`${name}: ${gives}`, async () => {
        const before = lab.requests.length;
        lab.plan(...plans);
        const began = performance.now();
        const outcome = await labModel(provider, lab.url)
          .ask(REQUEST, { signal })
          .then(
            ({ stop, text }) => ({ gives: stop as string, text }),
            (error: { code?: string; message: string }) => ({ gives: error.code ?? error.message, text: null }),
          );
        lab.plan();
        expect(outcome.gives).toBe(gives);
        if (gives === "complete") expect(outcome.text).toBe(TEXT);
        expect(lab.requests.slice(before).map(({ refused }) => refused)).toEqual(Array(requests).fill(null));
        expect(performance.now() - began).toBeLessThan(SHORT.totalMs + 2000);
      });

    test("the second request finds the same prefix cached, as it would be billed", async () => {
      const model = labModel(provider, lab.url);
      const different = { ...REQUEST, prefix: `${provider} ${REQUEST.prefix}` };
      const usages = [];
      for (const text of ["facts of one cloud", "facts of another cloud"]) {
        lab.plan(answer);
        usages.push((await model.ask({ ...different, turns: [{ role: "user", text }] }, { signal })).usage);
      }
      const [first, second] = usages;
      expect(first?.cachedInput).toBe(0);
      expect((second?.cachedInput ?? 0) / (second?.input ?? 1)).toBeGreaterThan(0.65);
    });

    test("prose without a schema is asked for and given", async () => {
      lab.plan({ kind: "answer", text: "Two sentences. No more." });
      const reply = await labModel(provider, lab.url).ask({ ...REQUEST, schema: null }, { signal });
      expect(reply.text).toBe("Two sentences. No more.");
      expect(reply.usage.input).toBeGreaterThan(0);
    });

    test("progress counts characters, and hands out no text", async () => {
      const seen: ModelProgress[] = [];
      lab.plan({ ...answer, thinking: "abc" });
      await labModel(provider, lab.url).ask(REQUEST, { signal, onProgress: (progress) => seen.push(progress) });
      expect(seen.at(-1)).toEqual({ text: TEXT.length, thinking: 3 });
    });

    test("whoever gives up is told so at once, and the request ends", async () => {
      const stopped = new AbortController();
      lab.plan({ kind: "stall", text: "{" });
      const asked = labModel(provider, lab.url).ask(REQUEST, {
        signal: stopped.signal,
        onProgress: () => stopped.abort(new Error("gave up")),
      });
      await expect(asked).rejects.toThrow("gave up");
    });

    test("a wrong key is told without the key", async () => {
      const wrong = labModel(provider, lab.url, SHORT, "sk-invented-and-wrong");
      const error = await wrong.ask(REQUEST, { signal }).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: "model.refused-key" });
      expect(JSON.stringify([error, (error as Error).message])).not.toContain("sk-invented");
    });

    test("nobody listens at that address", async () => {
      const error = await labModel(provider, "http://127.0.0.1:9", { ...SHORT, retries: 0 })
        .ask(REQUEST, { signal })
        .catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: "model.unreachable" });
    });
  });
