/**
 * What Slack refuses in blocks, views and the chunks of a stream: shapes of the documentation, unknown properties included,
 * with its limits. Written apart from the product, so that neither hides the other's mistakes.
 */
import { z } from "zod";
import {
  accessory,
  actionElement,
  anyText,
  button,
  contextAction,
  image,
  inputElement,
  length,
  mrkdwn,
  plain,
} from "./block-elements.ts";
import { richText } from "./rich-text.ts";

type Surface = "message" | "modal" | "home";
/** Slack's word for the refusal, and where it is, as `response_metadata.messages` tells. */
export type Refusal = { error: string; messages: readonly string[] };

/** All text of a message's blocks; not documented, seen refused near it (slackapi/bolt-js issue 2509). */
const TEXT_OF_MESSAGE = 13_200;
const TEXT_OF_TABLE = 10_000;
const BYTES_OF_VIEW = 250 * 1024;

const block = { block_id: length(1, 255).optional() };
const kind = <Type extends string>(type: Type) => ({ type: z.literal(type), ...block });
const status = z.enum(["pending", "in_progress", "complete", "error"]);
const sources = z.array(z.strictObject({ type: z.literal("url"), url: z.string().min(1), text: z.string().min(1) }));
const cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: length(1, TEXT_OF_TABLE) }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: length(1, TEXT_OF_TABLE) }),
  richText,
]);
const task = z.strictObject({
  ...kind("task_card"),
  task_id: length(1, 255),
  title: length(1, 150),
  status,
  details: richText.optional(),
  output: richText.optional(),
  sources: sources.optional(),
});
const card = z
  .strictObject({
    ...kind("card"),
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .refine(
    (one) => one.hero_image ?? one.title ?? one.body ?? one.actions,
    "needs a picture, a title, a body or buttons",
  );

const blocks = [
  z.strictObject({ ...kind("divider") }),
  z.strictObject({ ...kind("header"), text: plain(150) }),
  z
    .strictObject({
      ...kind("section"),
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: accessory.optional(),
      expand: z.boolean().optional(),
    })
    .refine((one) => one.text ?? one.fields, "needs text or fields"),
  z.strictObject({
    ...kind("context"),
    elements: z
      .array(z.union([anyText(3000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ ...kind("actions"), elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({ ...kind("context_actions"), elements: z.array(contextAction).min(1).max(5) }),
  image.safeExtend({ ...block, title: plain(2000).optional() }),
  richText,
  z.strictObject({
    ...kind("input"),
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
  z.strictObject({ ...kind("markdown"), text: length(1, 12_000) }),
  z
    .strictObject({
      ...kind("table"),
      rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
      column_settings: z
        .array(
          z.strictObject({
            align: z.enum(["left", "center", "right"]).optional(),
            is_wrapped: z.boolean().optional(),
          }),
        )
        .max(20)
        .optional(),
    })
    .refine((one) => textIn(one.rows) <= TEXT_OF_TABLE, "the cells hold too much text"),
  task,
  z.strictObject({ ...kind("plan"), title: length(1, 150), tasks: z.array(task).optional() }),
  z.strictObject({
    ...kind("alert"),
    text: anyText(200),
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
  }),
  card,
  z.strictObject({ ...kind("carousel"), elements: z.array(card).min(1).max(10) }),
] as const;
const anyBlock = z.discriminatedUnion("type", blocks);

const ON_MESSAGES_ONLY: ReadonlySet<string> = new Set(["markdown", "table", "task_card", "plan", "context_actions"]);
const listOf = (surface: Surface) =>
  z
    .array(anyBlock)
    .max(surface === "message" ? 50 : 100)
    .superRefine((all, context) => {
      const ids = all.flatMap((one) => one.block_id ?? []);
      if (new Set(ids).size < ids.length) context.addIssue("a block_id is there twice");
      for (const [index, one] of all.entries()) {
        const isFileOutside = one.type === "input" && one.element.type === "file_input" && surface !== "modal";
        if ((surface !== "message" && ON_MESSAGES_ONLY.has(one.type)) || isFileOutside)
          context.addIssue({ code: "custom", path: [index], message: `${one.type} has no place on a ${surface}` });
      }
    });
const LISTS = { message: listOf("message"), modal: listOf("modal"), home: listOf("home") };

const ofView = {
  private_metadata: length(0, 3000).optional(),
  callback_id: length(0, 255).optional(),
  external_id: length(0, 255).optional(),
};
const anyView = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("modal"),
      ...ofView,
      blocks: LISTS.modal,
      title: plain(24),
      submit: plain(24).optional(),
      close: plain(24).optional(),
      clear_on_close: z.boolean().optional(),
      notify_on_close: z.boolean().optional(),
      submit_disabled: z.boolean().optional(),
    })
    .refine((one) => one.submit ?? !one.blocks.some(({ type }) => type === "input"), "inputs need a submit"),
  z.strictObject({ type: z.literal("home"), ...ofView, blocks: LISTS.home }),
]);

const chunks = z
  .array(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("markdown_text"), text: length(1, 12_000) }),
      z.strictObject({
        type: z.literal("task_update"),
        id: length(1, 255),
        title: length(1, 150),
        status,
        details: z.string().optional(),
        output: z.string().optional(),
        sources: sources.optional(),
      }),
      z.strictObject({ type: z.literal("plan_update"), title: length(1, 150) }),
      z.strictObject({ type: z.literal("blocks"), blocks: LISTS.message }),
    ]),
  )
  .min(1);
export type StreamChunk = z.infer<typeof chunks>[number];

/** Null: taken. Nothing given is taken too. */
export function blocksRefusal(given: unknown, surface: Surface = "message"): Refusal | null {
  if (given === undefined || given === null || given === "") return null;
  const all = parsed(given);
  if (!Array.isArray(all)) return { error: "invalid_blocks_format", messages: [] };
  const told = issuesOf(LISTS[surface], all, "/blocks");
  if (told) return { error: "invalid_blocks", messages: told };
  if (surface !== "message") return null;
  // a second table is refused with the code of attachments, as tables were made of them
  if (all.filter((one: { type: string }) => one.type === "table").length > 1)
    return { error: "invalid_attachments", messages: ["only_one_table_allowed"] };
  return textIn(all) > TEXT_OF_MESSAGE ? { error: "msg_blocks_too_long", messages: [] } : null;
}

/** Null: taken. */
export function viewRefusal(given: unknown): Refusal | null {
  const view = parsed(given);
  if (typeof view !== "object" || view === null) return { error: "invalid_arguments", messages: ["no view"] };
  if (Buffer.byteLength(JSON.stringify(view)) > BYTES_OF_VIEW) return { error: "view_too_large", messages: [] };
  const told = issuesOf(anyView, view, "/view");
  return told ? { error: "invalid_arguments", messages: told } : null;
}

/** The chunks of a stream, or why not. */
export function chunksOf(given: unknown): { chunks: readonly StreamChunk[] } | { refusal: Refusal } {
  if (given === undefined) return { chunks: [] };
  const told = issuesOf(chunks, parsed(given), "/chunks");
  return told ? { refusal: { error: "invalid_chunks", messages: told } } : { chunks: chunks.parse(parsed(given)) };
}

/** Slack's word only. */
export const refusedBlocks = (given: unknown, surface: Surface): string | null =>
  blocksRefusal(given, surface)?.error ?? null;
export const refusedView = (given: unknown): string | null => viewRefusal(given)?.error ?? null;

function issuesOf(schema: z.ZodType, value: unknown, at: string): readonly string[] | null {
  const { error } = schema.safeParse(value);
  return (
    error?.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:${[at, ...issue.path].join("/")}]`) ?? null
  );
}

function parsed(given: unknown): unknown {
  if (typeof given !== "string") return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return null;
  }
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textIn(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === "text" && typeof inner === "string" ? [...inner].length : textIn(inner)),
    0,
  );
}
