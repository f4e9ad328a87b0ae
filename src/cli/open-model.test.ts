import { expect, test } from "vitest";
import type { Provider } from "../advisor/model.ts";
import { openModelWith } from "./open-model.ts";

const NO_PRICES = { prices: {} };
const open = (
  provider: Provider,
  environment: Readonly<Record<string, string>>,
  { name = null, dry = false }: { name?: string | null; dry?: boolean } = {},
) => openModelWith({ provider, name }, { dry }, environment, NO_PRICES);

test.each([
  ["claude", { ANTHROPIC_API_KEY: "invented" }, "claude-opus-5-5"],
  ["chatgpt", { OPENAI_API_KEY: "invented" }, "gpt-6.1-sol"],
] as const)("%s needs only its key, and has a default model", async (provider, environment, name) => {
  const { model } = await open(provider, environment);
  expect([model.provider, model.name]).toEqual([provider, name]);
});

test("a compatible server needs its address and the name of a model", async () => {
  const address = { GLANCEWRIGHT_COMPATIBLE_URL: "http://gpu.example.org:8000/v1" };
  await expect(open("compatible", address)).rejects.toThrow("model.no-name");
  await expect(open("compatible", {}, { name: "qwen3" })).rejects.toThrow("model.no-key");
  expect((await open("compatible", address, { name: "qwen3" })).model.name).toBe("qwen3");
});

test.each(["claude", "chatgpt"] as const)("%s without a key is refused, unless nothing is sent", async (provider) => {
  await expect(open(provider, {})).rejects.toThrow("model.no-key");
  await expect(open(provider, {}, { dry: true })).resolves.toBeDefined();
});

test.each([
  ["http://proxy.example.org", "model.wrong-address"],
  ["https://user:invented@proxy.example.org", "model.wrong-address"],
  ["proxy.example.org", "model.wrong-address"],
])("a key does not go to %s", async (address, code) => {
  await expect(open("claude", { ANTHROPIC_API_KEY: "invented", GLANCEWRIGHT_CLAUDE_URL: address })).rejects.toThrow(
    code,
  );
});

test("what an answer costs is told at the prices of the settings, and only there", async () => {
  const usage = { input: 1_000_000, cachedInput: 0, cacheWrite: 0, output: 0 };
  const environment = { ANTHROPIC_API_KEY: "invented" };
  const price = { input: 5, cached_input: null, cache_write: null, output: 25, currency: "EUR" };
  const choice = { provider: "claude", name: null } as const;
  const priced = await openModelWith(choice, { dry: false }, environment, { prices: { "claude-opus-5-5": price } });
  expect(priced.costOf(usage)).toEqual({ amount: 5, currency: "EUR" });
  expect((await open("claude", environment)).costOf(usage)).toBeNull();
});

test("limits that are no seconds are refused", async () => {
  const environment = { ANTHROPIC_API_KEY: "invented", GLANCEWRIGHT_MODEL_IDLE_SECONDS: "soon" };
  await expect(open("claude", environment)).rejects.toThrow("cli.wrong-limit");
});
