/** The three real adapters, pointed at the stand-in. */
import { chatgptModel } from "../../src/advisor/chatgpt.ts";
import { claudeModel } from "../../src/advisor/claude.ts";
import { compatibleModel } from "../../src/advisor/compatible.ts";
import type { Model, Provider } from "../../src/advisor/model.ts";
import type { Limits } from "../../src/advisor/watchdog.ts";
import { LAB_KEY } from "./llm-lab.ts";

export const PROVIDERS: readonly Provider[] = ["claude", "chatgpt", "compatible"];

/** Short, since a test waits for them to pass. */
export const SHORT: Limits = { idleMs: 250, totalMs: 1500, retries: 2 };

export function labModel(provider: Provider, url: string, limits: Limits = SHORT, key = LAB_KEY): Model {
  const parts = { key, limits };
  if (provider === "claude") return claudeModel({ ...parts, model: "claude-opus-5-5", baseUrl: url });
  if (provider === "chatgpt") return chatgptModel({ ...parts, model: "gpt-6.1-sol", baseUrl: `${url}/v1` });
  return compatibleModel({ ...parts, model: "qwen3-32b", baseUrl: `${url}/v1` });
}
