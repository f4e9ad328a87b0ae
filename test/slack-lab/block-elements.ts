/** Texts, options and interactive elements of Block Kit with their limits, written apart from the product. Lengths in code points. */
import { z } from "zod";

/** A text of so many code points. */
export const length = (least: number, most: number) =>
  z.string().superRefine((text, context) => {
    const points = [...text].length;
    if (points < least) context.addIssue(`must be more than ${least - 1} characters`);
    if (points > most) context.addIssue(`must be less than ${most + 1} characters`);
  });

export const plain = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: length(1, most), emoji: z.boolean().optional() });
export const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: length(1, most), verbatim: z.boolean().optional() });
export const anyText = (most: number) => z.discriminatedUnion("type", [plain(most), mrkdwn(most)]);

const style = z.enum(["primary", "danger"]).optional();
const confirm = z
  .strictObject({
    title: plain(100).optional(),
    text: anyText(300),
    confirm: plain(30).optional(),
    deny: plain(30).optional(),
    style,
  })
  .optional();
const action = { action_id: length(1, 255).optional() };
const placeholder = plain(150).optional();
const focus_on_load = z.boolean().optional();
const label = { accessibility_label: length(1, 75).optional() };
const dispatch_action_config = z
  .strictObject({
    trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
  })
  .optional();
const DAY = /^\d{4}-\d\d-\d\d$/;

const option = (text: ReturnType<typeof plain> | ReturnType<typeof anyText>) =>
  z.strictObject({
    text,
    value: length(1, 150),
    description: anyText(75).optional(),
    url: length(1, 3000).optional(),
  });
const menuOption = option(plain(75));
const listOption = option(anyText(75));
const group = z.strictObject({ label: plain(75), options: z.array(menuOption).min(1).max(100) });

/** One list of options, and a beginning that is one of them. */
function oneOf(element: Readonly<Record<string, unknown>>, context: { addIssue: (text: string) => void }): void {
  const groups = element["option_groups"] as { options: unknown[] }[] | undefined;
  const options = (element["options"] as unknown[] | undefined) ?? groups?.flatMap((one) => one.options) ?? [];
  if ((element["options"] === undefined) === (groups === undefined))
    context.addIssue("needs either options or option_groups");
  const known = new Set(options.map((one) => JSON.stringify(one)));
  const first = element["initial_option"] ? [element["initial_option"]] : [];
  for (const chosen of [...first, ...((element["initial_options"] as unknown[] | undefined) ?? [])])
    if (!known.has(JSON.stringify(chosen))) context.addIssue("the initial option is none of the options");
}

const menu = {
  ...action,
  placeholder,
  confirm,
  focus_on_load,
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(group).min(1).max(100).optional(),
};
const max_selected_items = z.int().min(1).optional();
const kind = <Type extends string>(type: Type) => z.literal(type);
const picker = <Type extends string>(type: Type) =>
  z.strictObject({
    type: kind(type),
    ...action,
    placeholder,
    confirm,
    focus_on_load,
    [`initial_${type.replace("s_select", "")}`]: z.string().min(1).optional(),
  });
const choice = <Type extends "checkboxes" | "radio_buttons">(type: Type) => ({
  type: kind(type),
  ...action,
  confirm,
  focus_on_load,
  options: z.array(listOption).min(1).max(10),
});

export const button = z.strictObject({
  type: kind("button"),
  ...action,
  ...label,
  text: plain(75),
  value: length(0, 2000).optional(),
  url: length(1, 3000).optional(),
  style,
  confirm,
});
export const image = z
  .strictObject({
    type: kind("image"),
    alt_text: length(1, 2000),
    image_url: length(1, 3000).optional(),
    slack_file: z.union([z.strictObject({ id: length(1, 255) }), z.strictObject({ url: length(1, 3000) })]).optional(),
  })
  .refine((one) => (one.image_url === undefined) !== (one.slack_file === undefined), "needs one image");

const chosenFrom = [
  z
    .strictObject({ type: kind("static_select"), ...menu, initial_option: menuOption.optional() })
    .superRefine((one, context) => oneOf(one, context)),
  z
    .strictObject({
      type: kind("multi_static_select"),
      ...menu,
      initial_options: z.array(menuOption).min(1).optional(),
      max_selected_items,
    })
    .superRefine((one, context) => oneOf(one, context)),
  z
    .strictObject({ ...choice("checkboxes"), initial_options: z.array(listOption).min(1).optional() })
    .superRefine((one, context) => oneOf(one, context)),
  z
    .strictObject({ ...choice("radio_buttons"), initial_option: listOption.optional() })
    .superRefine((one, context) => oneOf(one, context)),
  picker("users_select"),
  picker("channels_select"),
  picker("conversations_select"),
  z.strictObject({
    type: kind("datepicker"),
    ...action,
    placeholder,
    confirm,
    focus_on_load,
    initial_date: z.string().regex(DAY).optional(),
  }),
  z.strictObject({
    type: kind("timepicker"),
    ...action,
    placeholder,
    confirm,
    focus_on_load,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: kind("datetimepicker"),
    ...action,
    confirm,
    focus_on_load,
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
] as const;

/** What an actions block holds. */
export const actionElement = z.discriminatedUnion("type", [
  button,
  ...chosenFrom,
  z.strictObject({ type: kind("overflow"), ...action, confirm, options: z.array(menuOption).min(1).max(5) }),
]);

/** Beside the text of a section. */
export const accessory = z.union([actionElement, image]);

const typed = { ...action, placeholder, focus_on_load, dispatch_action_config };
/** What an input block holds. */
export const inputElement = z.discriminatedUnion("type", [
  ...chosenFrom,
  z
    .strictObject({
      type: kind("plain_text_input"),
      ...typed,
      initial_value: length(0, 3000).optional(),
      multiline: z.boolean().optional(),
      min_length: z.int().min(0).max(3000).optional(),
      max_length: z.int().min(1).max(3000).optional(),
    })
    .refine((one) => (one.min_length ?? 0) <= (one.max_length ?? 3000), "min_length is above max_length"),
  z.strictObject({ type: kind("email_text_input"), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: kind("url_text_input"), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: kind("number_input"),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    type: kind("file_input"),
    ...action,
    filetypes: z.array(z.string().min(1)).min(1).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
]);

const feedback = z.strictObject({ text: plain(75), value: length(1, 2000), ...label });
export const contextAction = z.discriminatedUnion("type", [
  z.strictObject({
    type: kind("feedback_buttons"),
    ...action,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: kind("icon_button"),
    ...action,
    ...label,
    icon: z.literal("trash"),
    text: plain(75),
    value: length(1, 2000).optional(),
    confirm,
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
]);
