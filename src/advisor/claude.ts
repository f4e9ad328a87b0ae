/** Claude over the Messages API, raw: the library sends and splits events, everything else is read here. */
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import type { AskOptions, Model, ModelReply, ModelRequest, Stop, Usage } from "./model.ts";
import { cutOff } from "./model-errors.ts";
import { requestIdOf, type Settings, type Tally, tally } from "./model-stream.ts";
import { LIMITS, TIMERS, watched } from "./watchdog.ts";

/** `baseUrl` stands without `/v1`; null: the provider's own. */
export function claudeModel(settings: Settings): Model {
  const bodyOf = (request: ModelRequest): MessageCreateParamsStreaming => body(settings.model, request);
  return {
    provider: "claude",
    name: settings.model,
    bodyOf,
    ask: (request, options) => ask(settings, bodyOf(request), options),
  };
}

function body(
  model: string,
  { prefix, turns, schema, maxOutputTokens, effort }: ModelRequest,
): MessageCreateParamsStreaming {
  return {
    model,
    max_tokens: maxOutputTokens,
    stream: true,
    system: [{ type: "text", text: prefix, cache_control: { type: "ephemeral" } }],
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    // summaries are a sign of life; they are counted, not kept
    thinking: { type: "adaptive", display: "summarized" },
    output_config: {
      effort,
      ...(schema ? { format: { type: "json_schema" as const, schema: schema.schema } } : {}),
    },
  };
}

async function ask(settings: Settings, sent: MessageCreateParamsStreaming, options: AskOptions): Promise<ModelReply> {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  return watched(
    {
      limits: settings.limits ?? LIMITS,
      timers: settings.timers ?? TIMERS,
      where: { provider: "Claude", model: settings.model },
      signal: options.signal,
    },
    async ({ signal, fetch }) => {
      const client = new Anthropic({
        apiKey: settings.key,
        authToken: null,
        baseURL: settings.baseUrl ?? "https://api.anthropic.com",
        maxRetries: 0,
        timeout: settings.limits?.totalMs ?? LIMITS.totalMs,
        fetch,
        // a log or a trace could hold the request
        logLevel: "off",
        openTelemetry: false,
      });
      const { data, request_id } = await client.messages.create(sent, { signal }).withResponse();
      return collect(data, tally(options.onProgress), requestIdOf(request_id));
    },
  );
}

async function collect(
  events: AsyncIterable<RawMessageStreamEvent>,
  received: Tally,
  requestId: string | null,
): Promise<ModelReply> {
  const counts = { input: 0, read: 0, written: 0, output: 0 };
  let [stop, note, ended]: [Stop | null, string | null, boolean] = [null, null, false];
  for await (const event of events) {
    switch (event.type) {
      case "message_start":
        count(counts, event.message.usage);
        break;
      case "content_block_delta":
        if (event.delta.type === "text_delta") received.text(event.delta.text);
        if (event.delta.type === "thinking_delta") received.thinking(event.delta.thinking);
        break;
      case "message_delta":
        count(counts, event.usage);
        if (event.delta.stop_reason) stop = STOPS[event.delta.stop_reason] ?? "truncated";
        note = noteOf(event.delta.stop_reason, event.delta.stop_details?.category ?? null);
        break;
      case "message_stop":
        ended = true;
        break;
    }
  }
  if (!stop || !ended) throw cutOff();
  return { text: received.whole(), stop, usage: usageOf(counts), requestId, note };
}

/** Whatever else ends an answer leaves it without its end. */
const STOPS: Readonly<Record<string, Stop>> = { end_turn: "complete", stop_sequence: "complete", refusal: "refused" };

const CATEGORIES = ["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"];

function noteOf(reason: string | null, category: string | null): string | null {
  if (reason === "refusal")
    return category !== null && CATEGORIES.includes(category) ? `declined: ${category}` : "declined";
  return reason === "model_context_window_exceeded" ? "the context window was full" : null;
}

type Counts = { input: number; read: number; written: number; output: number };
type Told = {
  input_tokens: number | null;
  cache_read_input_tokens: number | null;
  cache_creation_input_tokens: number | null;
  output_tokens: number;
};

/** The figures of later events are totals, and may leave out what was told before. */
function count(counts: Counts, told: Told): void {
  counts.input = told.input_tokens ?? counts.input;
  counts.read = told.cache_read_input_tokens ?? counts.read;
  counts.written = told.cache_creation_input_tokens ?? counts.written;
  counts.output = told.output_tokens ?? counts.output;
}

/** Claude tells what was read from and written to the cache beside the input, not within it. */
function usageOf({ input, read, written, output }: Counts): Usage {
  return { input: input + read + written, cachedInput: read, cacheWrite: written, output };
}
