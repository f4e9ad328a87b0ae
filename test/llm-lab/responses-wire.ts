/** Responses of OpenAI, as the pinned library sends them. */
import { type Billed, breaksOff, endingOf, type Piece, type Plan, plainReply, textPieces, tokensOf } from "./plan.ts";
import { isObject, schemaFaults } from "./schema-rules.ts";
import { type Body, EFFORTS, firstFault, strange, turnFault, type Wire, wrongKey } from "./wire.ts";

const MODELS = ["gpt-6.1-sol", "gpt-6.1-terra"];
const KEYS = [
  "model",
  "stream",
  "store",
  "instructions",
  "input",
  "max_output_tokens",
  "reasoning",
  "prompt_cache_key",
  "text",
];

export const responsesWire: Wire = {
  path: "/v1/responses",
  faults(headers, body) {
    const text = isObject(body["text"]) ? body["text"] : {};
    return (
      wrongKey(headers) ??
      (MODELS.includes(String(body["model"])) ? null : { status: 404, type: "model_not_found", message: "model" }) ??
      firstFault([
        strange(body, KEYS).join(),
        body["stream"] !== true && "the stand-in streams only",
        body["store"] !== false && "store must be false: nothing of an operator's stays here",
        typeof body["instructions"] !== "string" && "instructions",
        turnFault(body["input"]),
        !Number.isInteger(body["max_output_tokens"]) && "max_output_tokens",
        isObject(body["reasoning"]) && !EFFORTS.includes(String(body["reasoning"]["effort"])) && "effort",
        String(body["prompt_cache_key"] ?? "").length > 64 && "prompt_cache_key",
        formatFault(text["format"]),
      ])
    );
  },
  cachedPart: (body) => JSON.stringify([body["instructions"], body["text"]]),
  reply: (plan, body, billed) =>
    plainReply(plan, (type) =>
      JSON.stringify({ error: { type, code: type, message: "of the stand-in", param: null } }),
    ) ?? {
      kind: "stream",
      pieces: piecesOf(plan, body, billed),
      ending: endingOf(plan),
      headers: { "x-request-id": "req_lab1" },
    },
};

export function formatFault(format: unknown): string | null {
  if (format === undefined) return null;
  if (!isObject(format) || format["type"] !== "json_schema" || format["strict"] !== true) return "format";
  if (!/^[\w-]{1,64}$/.test(String(format["name"]))) return "name of the format";
  return schemaFaults(format["schema"]).join() || null;
}

const event = (type: string, more: object): Piece => ({
  data: `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...more })}\n\n`,
});
const AT = { item_id: "msg_lab1", output_index: 0, content_index: 0 };

function piecesOf(plan: Plan, { model }: Body, billed: Billed): Piece[] {
  const response = { id: "resp_lab1", object: "response", model, status: "in_progress", output: [], error: null };
  const start = event("response.created", { response });
  if (plan.kind === "garbage") return [start, { data: "event: response.output_text.delta\ndata: {not json\n\n" }];
  if (plan.kind === "error-event")
    return [start, event("error", { code: plan.type, message: "of the stand-in", param: null })];
  const texts = textPieces(plan);
  const thinking = plan.kind === "answer" ? (plan.thinking ?? "") : "";
  return [
    start,
    ...(thinking ? [event("response.reasoning_summary_text.delta", { ...AT, summary_index: 0, delta: thinking })] : []),
    event("response.output_item.added", { output_index: 0, item: { type: "message", id: "msg_lab1" } }),
    ...(plan.kind === "refuse" ? [event("response.refusal.delta", { ...AT, delta: "I cannot help with that." })] : []),
    ...texts.map(({ text, waitMs }) => ({
      ...event("response.output_text.delta", { ...AT, delta: text, logprobs: [] }),
      waitMs,
    })),
    ...(breaksOff(plan) ? [] : [end(plan, response, billed, tokensOf(texts.map(({ text }) => text).join("")))]),
  ];
}

function end(plan: Plan, response: object, { input, cached, written }: Billed, output: number): Piece {
  const cut = plan.kind === "truncate";
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
  return event(cut ? "response.incomplete" : "response.completed", {
    response: {
      ...response,
      status: cut ? "incomplete" : "completed",
      incomplete_details: cut ? { reason: "max_output_tokens" } : null,
      usage,
    },
  });
}
