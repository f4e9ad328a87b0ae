/** The second opinion: the same adapters against a server that we did not write. */
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelRequest } from "../../src/advisor/model.ts";
import { labModel, PROVIDERS } from "../llm-lab/models-of-the-lab.ts";

const mock = new LLMock({ port: 0 });
const ANSWER = JSON.stringify({ headline: "Raw images on RBD are cloned." });

beforeAll(async () => {
  mock.onMessage("facts of this cloud", { content: ANSWER });
  mock.onMessage("overload", { error: { message: "busy", type: "overloaded_error" }, status: 529 });
  mock.onMessage("no such key", { error: { message: "no", type: "authentication_error" }, status: 401 });
  await mock.start();
});
afterAll(() => mock.stop());

const request = (text: string): ModelRequest => ({
  prefix: "You are a senior operator.",
  turns: [{ role: "user", text }],
  schema: {
    name: "advice",
    schema: {
      type: "object",
      properties: { headline: { type: "string" } },
      required: ["headline"],
      additionalProperties: false,
    },
  },
  maxOutputTokens: 1000,
  effort: "low",
});
const signal = new AbortController().signal;

for (const provider of PROVIDERS)
  describe(provider, () => {
    const model = () => labModel(provider, mock.url, { idleMs: 3000, totalMs: 6000, retries: 0 });

    test("an answer is complete and whole", async () => {
      const { text, stop } = await model().ask(request("facts of this cloud"), { signal });
      expect({ text, stop }).toEqual({ text: ANSWER, stop: "complete" });
    });

    test.each([
      ["overload", "model.busy"],
      ["no such key", "model.refused-key"],
    ])("%s is %s", async (text, code) => {
      await expect(model().ask(request(text), { signal })).rejects.toMatchObject({ code });
    });
  });
