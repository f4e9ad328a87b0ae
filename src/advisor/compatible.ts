/** A server with the Chat Completions interface, such as vLLM, Ollama or LM Studio. It may ignore the schema: nothing relies on it. */
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { AskOptions, Model, ModelReply, ModelRequest, Stop, Usage } from "./model.ts";
import { cutOff } from "./model-errors.ts";
import { requestIdOf, type Settings, type Tally, tally } from "./model-stream.ts";
import { LIMITS, TIMERS, watched } from "./watchdog.ts";

/** `baseUrl` stands with `/v1`, as these servers show it. */
export function compatibleModel(settings: Settings & { baseUrl: string }): Model {
  const bodyOf = (request: ModelRequest): ChatCompletionCreateParamsStreaming => body(settings.model, request);
  return {
    provider: "compatible",
    name: settings.model,
    bodyOf,
    ask: (request, options) => ask(settings, bodyOf(request), options),
  };
}

/** Only what the servers have in common: no effort, no store, the older word for the limit. */
function body(
  model: string,
  { prefix, turns, schema, maxOutputTokens }: ModelRequest,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: "system", content: prefix }, ...turns.map(({ role, text }) => ({ role, content: text }))],
    max_tokens: maxOutputTokens,
    ...(schema
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
          },
        }
      : {}),
  };
}

async function ask(
  settings: Settings & { baseUrl: string },
  sent: ChatCompletionCreateParamsStreaming,
  options: AskOptions,
): Promise<ModelReply> {
  const { OpenAI } = await import("openai");
  const limits = settings.limits ?? LIMITS;
  return watched(
    {
      limits,
      timers: settings.timers ?? TIMERS,
      where: { provider: "the compatible server", model: settings.model },
      signal: options.signal,
    },
    async ({ signal, fetch }) => {
      const client = new OpenAI({
        apiKey: settings.key,
        organization: null,
        project: null,
        baseURL: settings.baseUrl,
        maxRetries: 0,
        timeout: limits.totalMs,
        fetch,
        logLevel: "off",
      });
      const { data, request_id } = await client.chat.completions.create(sent, { signal }).withResponse();
      return collect(data, tally(options.onProgress), requestIdOf(request_id));
    },
  );
}

async function collect(
  chunks: AsyncIterable<ChatCompletionChunk>,
  received: Tally,
  requestId: string | null,
): Promise<ModelReply> {
  let [reason, refused, id]: [string | null, boolean, string | null] = [null, false, requestId];
  let usage: Usage | null = null;
  for await (const { choices, usage: told, id: given } of chunks) {
    id ??= requestIdOf(given);
    const [choice] = choices ?? [];
    // some servers stream their thinking beside the text, under a name of their own
    const delta: (ChatCompletionChunk.Choice.Delta & { reasoning_content?: string | null }) | undefined = choice?.delta;
    if (delta?.content) received.text(delta.content);
    if (delta?.reasoning_content) received.thinking(delta.reasoning_content);
    refused ||= Boolean(delta?.refusal);
    reason = choice?.finish_reason ?? reason;
    if (told) usage = usageOf(told);
  }
  if (reason === null) throw cutOff();
  refused ||= reason === "content_filter";
  return {
    text: received.whole(),
    stop: refused ? "refused" : (STOPS[reason] ?? "truncated"),
    // a server that tells no usage is not billed by tokens
    usage: usage ?? { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 },
    requestId: id,
    note: refused ? "declined" : null,
  };
}

const STOPS: Readonly<Record<string, Stop>> = { stop: "complete" };

function usageOf({
  prompt_tokens,
  prompt_tokens_details,
  completion_tokens,
}: NonNullable<ChatCompletionChunk["usage"]>): Usage {
  return {
    input: prompt_tokens,
    cachedInput: prompt_tokens_details?.cached_tokens ?? 0,
    cacheWrite: 0,
    output: completion_tokens,
  };
}
