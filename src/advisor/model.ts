/** The one interface in front of Claude, ChatGPT and compatible servers. An adapter knows the wire, nothing of Glance. */

/** A JSON schema in the subset that all providers take: type, properties, required, additionalProperties, items, enum, description. */
export type WireSchema = { readonly [keyword: string]: unknown };

export type Turn = { role: "user" | "assistant"; text: string };

/**
 * One question. `prefix` is the same for every case, so that the provider can bill it as cached; `turns` end with a turn of
 * the user. `schema` null: prose is wanted. `maxOutputTokens` counts thinking too.
 */
export type ModelRequest = {
  prefix: string;
  turns: readonly Turn[];
  schema: { name: string; schema: WireSchema } | null;
  maxOutputTokens: number;
  effort: "low" | "medium" | "high";
};

/** As the provider bills it; `cachedInput` and `cacheWrite` are parts of `input`. */
export type Usage = { input: number; cachedInput: number; cacheWrite: number; output: number };

/** How an answer ended: `refused` and `truncated` texts are never parsed. */
export type Stop = "complete" | "truncated" | "refused";

export type ModelReply = { text: string; stop: Stop; usage: Usage; requestId: string | null; note: string | null };

/** Characters received so far, of text and of thinking; a sign of life, never shown as an answer. */
export type ModelProgress = { text: number; thinking: number };

export type AskOptions = { signal: AbortSignal; onProgress?: (progress: ModelProgress) => void };

export type Provider = "claude" | "chatgpt" | "compatible";

/** A model behind its provider. `ask` resolves or throws a `GlancewrightError` with a code of docs/errors.md; it never hangs. */
export type Model = {
  provider: Provider;
  name: string;
  ask: (request: ModelRequest, options: AskOptions) => Promise<ModelReply>;
  /** The exact body that `ask` would send, for `--dry-run` and the records of what left. */
  bodyOf: (request: ModelRequest) => unknown;
};
