/** Messages of API version 2026-10-21, as the pinned library sends them. */
import { type Billed, breaksOff, endingOf, type Piece, type Plan, plainReply, textPieces, tokensOf } from "./plan.ts";
import { isObject, schemaFaults } from "./schema-rules.ts";
import { type Body, EFFORTS, firstFault, strange, turnFault, type Wire, wrongKey } from "./wire.ts";

const MODELS = ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"];
const KEYS = ["model", "max_tokens", "stream", "system", "messages", "thinking", "output_config"];

export const claudeWire: Wire = {
  path: "/v1/messages",
  faults(headers, body) {
    if (headers["x-api-key"]) return { status: 401, type: "authentication_error", message: "x-api-key is of old" };
    const config = isObject(body["output_config"]) ? body["output_config"] : {};
    const format = config["format"];
    return (
      wrongKey(headers) ??
      (MODELS.includes(String(body["model"])) ? null : { status: 404, type: "not_found_error", message: "model" }) ??
      firstFault([
        headers["anthropic-version"] !== "2026-10-21" && "anthropic-version",
        strange(body, KEYS).join(),
        body["stream"] !== true && "the stand-in streams only",
        !Number.isInteger(body["max_tokens"]) && "max_tokens",
        turnFault(body["messages"]),
        systemFault(body["system"]),
        isObject(body["thinking"]) && body["thinking"]["type"] !== "adaptive" && "thinking",
        strange(config, ["effort", "format"]).join(),
        !EFFORTS.includes(String(config["effort"])) && "effort",
        isObject(format) && (format["type"] !== "json_schema" ? "format" : schemaFaults(format["schema"]).join()),
      ])
    );
  },
  cachedPart(body) {
    const blocks = Array.isArray(body["system"]) ? body["system"] : [];
    const marked = blocks.findLast((block) => isObject(block) && isObject(block["cache_control"]));
    return marked ? JSON.stringify([blocks, body["output_config"]]) : null;
  },
  reply: (plan, body, billed) =>
    plainReply(plan, (type) => JSON.stringify({ type: "error", error: { type, message: "of the stand-in" } })) ?? {
      kind: "stream",
      pieces: piecesOf(plan, body, billed),
      ending: endingOf(plan),
      headers: { "request-id": "req_lab1" },
    },
};

function systemFault(system: unknown): string | null {
  if (!Array.isArray(system) || system.length === 0) return "system must be blocks of text";
  return system.every((block) => isObject(block) && block["type"] === "text" && typeof block["text"] === "string")
    ? null
    : "system must be blocks of text";
}

const event = (type: string, more: object): Piece => ({
  data: `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`,
});

function piecesOf(plan: Plan, { model }: Body, { input, cached, written }: Billed): Piece[] {
  const usage = {
    input_tokens: input - cached - written,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: written,
    output_tokens: 1,
  };
  const message = {
    id: "msg_lab1",
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const start = event("message_start", { message });
  if (plan.kind === "garbage") return [start, { data: "event: content_block_delta\ndata: {not json\n\n" }];
  if (plan.kind === "error-event")
    return [start, event("error", { error: { type: plan.type, message: "of the stand-in" } })];
  const texts = textPieces(plan);
  const thinking = plan.kind === "answer" ? (plan.thinking ?? "") : "";
  return [
    start,
    event("ping", {}),
    ...(thinking
      ? block(0, { type: "thinking", thinking: "", signature: "" }, [{ type: "thinking_delta", thinking }])
      : []),
    event("content_block_start", { index: 1, content_block: { type: "text", text: "" } }),
    ...texts.map(({ text, waitMs }) => ({
      ...event("content_block_delta", { index: 1, delta: { type: "text_delta", text } }),
      waitMs,
    })),
    ...(breaksOff(plan) ? [] : ends(plan, texts.map(({ text }) => text).join(""))),
  ];
}

const block = (index: number, content_block: object, deltas: readonly object[]): Piece[] => [
  event("content_block_start", { index, content_block }),
  ...deltas.map((delta) => event("content_block_delta", { index, delta })),
  event("content_block_stop", { index }),
];

function ends(plan: Plan, text: string): Piece[] {
  const reason = plan.kind === "refuse" ? "refusal" : plan.kind === "truncate" ? "max_tokens" : "end_turn";
  const details = plan.kind === "refuse" ? { stop_details: { category: "cyber", explanation: "of the stand-in" } } : {};
  return [
    event("content_block_stop", { index: 1 }),
    event("message_delta", {
      delta: { stop_reason: reason, stop_sequence: null, ...details },
      usage: { output_tokens: tokensOf(text) },
    }),
    event("message_stop", {}),
  ];
}
