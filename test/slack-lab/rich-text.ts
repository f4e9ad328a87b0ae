/** Rich text of Block Kit: text in it is inert, empty text is refused. */
import { z } from "zod";

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional();
const some = z.string().min(1, "must be more than 0 characters");

const inline = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: some, style }),
  z.strictObject({
    type: z.literal("link"),
    url: some,
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({
    type: z.literal("emoji"),
    name: some,
    unicode: z.string().optional(),
    url: z.string().optional(),
    style,
  }),
  z.strictObject({ type: z.literal("user"), user_id: some, style }),
  z.strictObject({ type: z.literal("usergroup"), usergroup_id: some, style }),
  z.strictObject({ type: z.literal("team"), team_id: some, style }),
  z.strictObject({ type: z.literal("channel"), channel_id: some, style }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]), style }),
  z.strictObject({ type: z.literal("color"), value: some, style }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.int(),
    format: some,
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
]);
const border = z.int().min(0).max(1).optional();
const elements = z.array(inline);
const section = z.strictObject({ type: z.literal("rich_text_section"), elements });

export const richText = z.strictObject({
  type: z.literal("rich_text"),
  block_id: z.string().max(255).optional(),
  elements: z
    .array(
      z.discriminatedUnion("type", [
        section,
        z.strictObject({
          type: z.literal("rich_text_list"),
          style: z.enum(["bullet", "ordered"]),
          elements: z.array(section).min(1),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({ type: z.literal("rich_text_quote"), elements, border }),
        z.strictObject({
          type: z.literal("rich_text_preformatted"),
          elements,
          border,
          language: z.string().optional(),
        }),
      ]),
    )
    .min(1),
});
