/** ChatGPT over the Responses API, raw, with nothing kept on the provider's side. */
import type {
  Response as OpenAiResponse,
  ResponseCreateParamsStreaming,
  ResponseStreamEvent,
  ResponseUsage,
} from "openai/resources/responses/responses";
import type { AskOptions, Model, ModelReply, ModelRequest, Stop, Usage } from "./model.ts";
import { cutOff } from "./model-errors.ts";
import { hashedName, requestIdOf, type Settings, type Tally, tally } from "./model-stream.ts";
import { LIMITS, TIMERS, watched } from "./watchdog.ts";

/** `baseUrl` stands with `/v1`; null: the provider's own. */
export function chatgptModel(settings: Settings): Model {
  const bodyOf = (request: ModelRequest): ResponseCreateParamsStreaming => body(settings.model, request);
  return {
    provider: "chatgpt",
    name: settings.model,
    bodyOf,
    ask: (request, options) => ask(settings, bodyOf(request), options),
  };
}

function body(
  model: string,
  { prefix, turns, schema, maxOutputTokens, effort }: ModelRequest,
): ResponseCreateParamsStreaming {
  return {
    model,
    stream: true,
    // an operator's facts are not to stay there
    store: false,
    instructions: prefix,
    input: turns.map(({ role, text }) => ({ role, content: text })),
    max_output_tokens: maxOutputTokens,
    reasoning: { effort, summary: "auto" },
    // the same prefix is looked for on the same machine
    prompt_cache_key: hashedName(prefix),
    ...(schema
      ? { text: { format: { type: "json_schema", name: schema.name, schema: { ...schema.schema }, strict: true } } }
      : {}),
  };
}

async function ask(settings: Settings, sent: ResponseCreateParamsStreaming, options: AskOptions): Promise<ModelReply> {
  const { OpenAI } = await import("openai");
  const limits = settings.limits ?? LIMITS;
  return watched(
    {
      limits,
      timers: settings.timers ?? TIMERS,
      where: { provider: "ChatGPT", model: settings.model },
      signal: options.signal,
    },
    async ({ signal, fetch }) => {
      const client = new OpenAI({
        apiKey: settings.key,
        organization: null,
        project: null,
        baseURL: settings.baseUrl ?? "https://api.openai.com/v1",
        maxRetries: 0,
        timeout: limits.totalMs,
        fetch,
        // a log could hold the request
        logLevel: "off",
      });
      const { data, request_id } = await client.responses.create(sent, { signal }).withResponse();
      return collect(data, tally(options.onProgress), requestIdOf(request_id));
    },
  );
}

async function collect(
  events: AsyncIterable<ResponseStreamEvent>,
  received: Tally,
  requestId: string | null,
): Promise<ModelReply> {
  let refused = false;
  let last: OpenAiResponse | null = null;
  for await (const event of events) {
    switch (event.type) {
      case "response.output_text.delta":
        received.text(event.delta);
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        received.thinking(event.delta);
        break;
      case "response.refusal.delta":
        refused = true;
        break;
      case "response.completed":
      case "response.incomplete":
        last = event.response;
        break;
      case "response.failed":
        throw { type: event.response.error?.code ?? "server_error" };
      case "error":
        throw { type: event.code ?? "server_error" };
      default:
        break;
    }
  }
  if (!last?.usage) throw cutOff();
  const reason = last.incomplete_details?.reason ?? null;
  refused ||= reason === "content_filter";
  return {
    text: received.whole(),
    stop: stopOf(last.status === "completed", refused),
    usage: usageOf(last.usage),
    requestId: requestId ?? requestIdOf(last.id),
    note: refused ? "declined" : null,
  };
}

const stopOf = (completed: boolean, refused: boolean): Stop =>
  refused ? "refused" : completed ? "complete" : "truncated";

function usageOf({ input_tokens, input_tokens_details, output_tokens }: ResponseUsage): Usage {
  return {
    input: input_tokens,
    cachedInput: input_tokens_details?.cached_tokens ?? 0,
    cacheWrite: input_tokens_details?.cache_write_tokens ?? 0,
    output: output_tokens,
  };
}
