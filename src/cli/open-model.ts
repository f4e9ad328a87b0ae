/** From a choice to a model: keys and addresses come from the environment and go nowhere else. */
import type { Cost } from "../advisor/ask-model.ts";
import type { Model, Provider, Usage } from "../advisor/model.ts";
import type { Settings as ModelParts } from "../advisor/model-stream.ts";
import { costAt } from "../advisor/prices.ts";
import { LIMITS, type Limits } from "../advisor/watchdog.ts";
import { GlancewrightError } from "../errors.ts";
import type { Settings } from "../settings/settings.ts";
import type { ModelChoice } from "./model-settings.ts";
import { settingsHere } from "./settings-file.ts";

export type OpenedModel = { model: Model; costOf: (usage: Usage) => Cost | null };

/** `dry`: only the body of a request is wanted, so no key is needed. */
export type OpenModel = (choice: ModelChoice, options: { dry: boolean }) => Promise<OpenedModel>;

type Environment = Readonly<Record<string, string | undefined>>;

type Way = { name: string; key: string; address: string; defaultModel: string | null };

/** Defaults of November 2026; `--model claude:<model id>` and the settings file name others. */
const WAYS: Readonly<Record<Provider, Way>> = {
  claude: {
    name: "Claude",
    key: "ANTHROPIC_API_KEY",
    address: "GLANCEWRIGHT_CLAUDE_URL",
    defaultModel: "claude-opus-5-5",
  },
  chatgpt: {
    name: "ChatGPT",
    key: "OPENAI_API_KEY",
    address: "GLANCEWRIGHT_CHATGPT_URL",
    defaultModel: "gpt-6.1-sol",
  },
  compatible: {
    name: "the compatible server",
    key: "GLANCEWRIGHT_COMPATIBLE_KEY",
    address: "GLANCEWRIGHT_COMPATIBLE_URL",
    defaultModel: null,
  },
};

/** The model of this machine's settings. Throws `model.no-key`, `model.no-name` or `model.wrong-address` before anything is sent. */
export const openModel: OpenModel = (choice, options) => openModelWith(choice, options, process.env, settingsHere());

export async function openModelWith(
  { provider, name }: ModelChoice,
  { dry }: { dry: boolean },
  environment: Environment,
  { prices }: Pick<Settings, "prices">,
): Promise<OpenedModel> {
  const way = WAYS[provider];
  const model = name ?? way.defaultModel;
  if (!model)
    throw new GlancewrightError("model.no-name", {
      expected: `the id of a model that ${way.name} has`,
      got: "none",
      next: `Name it: --model ${provider}:<model id>.`,
    });
  const baseUrl = addressOf(way, environment);
  const key = environment[way.key] || (provider === "compatible" && baseUrl ? "none" : null);
  if (!dry && (!key || (provider === "compatible" && !baseUrl)))
    throw new GlancewrightError("model.no-key", {
      expected: `${provider === "compatible" ? way.address : way.key} in the environment`,
      got: "nothing",
      next: "Set it as .env.example shows, or use --model none.",
    });
  const parts = { model, key: key ?? "", baseUrl, limits: limitsOf(environment) };
  const price = prices[model];
  return {
    model: await MODELS[provider](parts),
    costOf: (usage) =>
      costAt(price && { ...price, cachedInput: price.cached_input, cacheWrite: price.cache_write }, usage),
  };
}

/** Loaded when asked for: the libraries are most of a second. */
const MODELS: Readonly<Record<Provider, (parts: ModelParts) => Promise<Model>>> = {
  claude: async (parts) => (await import("../advisor/claude.ts")).claudeModel(parts),
  chatgpt: async (parts) => (await import("../advisor/chatgpt.ts")).chatgptModel(parts),
  compatible: async (parts) =>
    (await import("../advisor/compatible.ts")).compatibleModel({
      ...parts,
      baseUrl: parts.baseUrl ?? "http://127.0.0.1",
    }),
};

/** Loads what a model needs before it is asked: loading takes a second, in which nothing else is answered. */
export async function preloadModel(name: string): Promise<void> {
  const { tokenCounter } = await import("../advisor/tokens.ts");
  (await tokenCounter())("warm");
  await (name.startsWith("claude") ? import("@anthropic-ai/sdk") : import("openai"));
}

/** A key goes over TLS; without one, a server in the operator's own network may be plain. */
function addressOf({ address, key }: Way, environment: Environment): string | null {
  const text = environment[address];
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const here = url && /^(127\.|localhost$|\[::1\]$)/.test(url.hostname);
  const plain = url?.protocol === "http:" && (here || !environment[key]);
  if (!url || url.username || url.password || (url.protocol !== "https:" && !plain))
    throw new GlancewrightError("model.wrong-address", {
      expected: `https in ${address}, an address of this machine, or plain http without a key`,
      got: url ? `${url.protocol}//${url.hostname}` : "no URL",
      next: "Correct it; a key must not cross a network in the clear.",
    });
  return text.replace(/\/+$/, "");
}

function limitsOf(environment: Environment): Limits {
  const seconds = (name: string, otherwise: number): number => {
    const text = environment[name];
    if (!text) return otherwise;
    const value = Number(text) * 1000;
    if (Number.isFinite(value) && value >= 1000 && value <= 3_600_000) return value;
    throw new GlancewrightError("cli.wrong-limit", {
      expected: `seconds from 1 to 3600 in ${name}`,
      got: text,
      next: "Set it to a number of seconds, or leave it out.",
    });
  };
  return {
    ...LIMITS,
    idleMs: seconds("GLANCEWRIGHT_MODEL_IDLE_SECONDS", LIMITS.idleMs),
    totalMs: seconds("GLANCEWRIGHT_MODEL_DEADLINE_SECONDS", LIMITS.totalMs),
  };
}
