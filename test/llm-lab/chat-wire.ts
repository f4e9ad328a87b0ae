/** Chat Completions, as servers such as vLLM and Ollama take them. */
import { type Billed, breaksOff, endingOf, type Piece, type Plan, plainReply, textPieces, tokensOf } from "./plan.ts";
import { formatFault } from "./responses-wire.ts";
import { isObject } from "./schema-rules.ts";
import { type Body, firstFault, strange, turnFault, type Wire, wrongKey } from "./wire.ts";

const KEYS = ["model", "stream", "stream_options", "messages", "max_tokens", "response_format"];

export const chatWire: Wire = {
  path: "/v1/chat/completions",
  faults(headers, body) {
    const [system, ...turns] = Array.isArray(body["messages"]) ? body["messages"] : [];
    const format = body["response_format"];
    const schema = isObject(format) && isObject(format["json_schema"]) ? format["json_schema"] : {};
    return (
      wrongKey(headers) ??
      (body["model"] === "qwen3-32b" ? null : { status: 404, type: "not_found_error", message: "model" }) ??
      firstFault([
        strange(body, KEYS).join(),
        body["stream"] !== true && "the stand-in streams only",
        !(isObject(system) && system["role"] === "system") && "the first message must be the system's",
        turnFault(turns),
        !Number.isInteger(body["max_tokens"]) && "max_tokens",
        isObject(format) && formatFault({ type: format["type"], ...schema }),
      ])
    );
  },
  cachedPart: (body) => JSON.stringify(Array.isArray(body["messages"]) ? body["messages"][0] : null),
  reply: (plan, body, billed) =>
    plainReply(plan, (type) => JSON.stringify({ error: { type, message: "of the stand-in" } })) ?? {
      kind: "stream",
      pieces: piecesOf(plan, body, billed),
      ending: endingOf(plan),
      headers: {},
    },
};

function piecesOf(plan: Plan, { model }: Body, { input, cached }: Billed): Piece[] {
  const chunk = (choices: readonly object[], more: object = {}): Piece => ({
    data: `data: ${JSON.stringify({ id: "chatcmpl-lab1", object: "chat.completion.chunk", model, choices, ...more })}\n\n`,
  });
  const delta = (content: object, reason: string | null = null): Piece =>
    chunk([{ index: 0, delta: content, finish_reason: reason }]);
  const start = delta({ role: "assistant", content: "" });
  if (plan.kind === "garbage") return [start, { data: "data: {not json\n\n" }];
  if (plan.kind === "error-event")
    return [start, { data: `data: ${JSON.stringify({ error: { type: plan.type, message: "of the stand-in" } })}\n\n` }];
  const texts = textPieces(plan);
  const output = tokensOf(texts.map(({ text }) => text).join(""));
  const reason = plan.kind === "truncate" ? "length" : plan.kind === "refuse" ? "content_filter" : "stop";
  return [
    start,
    ...(plan.kind === "answer" && plan.thinking ? [delta({ reasoning_content: plan.thinking })] : []),
    ...texts.map(({ text, waitMs }) => ({ ...delta({ content: text }), waitMs })),
    ...(breaksOff(plan)
      ? []
      : [
          delta({}, reason),
          chunk([], {
            usage: {
              prompt_tokens: input,
              completion_tokens: output,
              prompt_tokens_details: { cached_tokens: cached },
            },
          }),
          { data: "data: [DONE]\n\n" },
        ]),
  ];
}
