/** Blocks whose texts are inert, cut to what Slack takes. */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
  TableBlock,
} from "@slack/types";
import { mrkdwn, plain } from "../inert.ts";
import { cut, LIMITS, lengthOf } from "../limits.ts";

export const header = (text: string): HeaderBlock => ({
  type: "header",
  text: { type: "plain_text", text: cut(plain(text).trim() || "…", LIMITS.header), emoji: false },
});

const words = (text: string, style?: { bold?: boolean; code?: boolean; italic?: boolean }): RichTextElement => ({
  type: "text",
  text: text === "" ? " " : plain(text),
  ...(style ? { style } : {}),
});

/** Words with `code` between backticks, as our own texts write names of options and commands. */
function line(text: string): RichTextSection {
  const elements = text
    .split(/(`[^`\n]+`)/)
    .filter((part) => part !== "")
    .map((part) => (/^`[^`\n]+`$/.test(part) ? words(part.slice(1, -1), { code: true }) : words(part)));
  return { type: "rich_text_section", elements: elements.length > 0 ? elements : [words(" ")] };
}

export const paragraph = (item: Item): RichTextBlock => ({
  type: "rich_text",
  elements: capped([item]).map(section),
});

export const strong = (text: string): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [words(cut(plain(text), BLOCK_TEXT), { bold: true })] }],
});

/** An item of a list; `lead` stands before it in bold. */
export type Item = string | { lead: string; text: string };

/** The words of an item alone. */
export const itemText = (item: Item): string => (typeof item === "string" ? item : `${item.lead} ${item.text}`);

/** Text of one block, less what its lists and lines add. */
const BLOCK_TEXT = 2_900;
/** Of items that are cut, what is left of each at the least. */
const LEAST_OF_ITEM = 12;

/** Each item gets its share where all together are too long for a block. Pieces of a report are split before and lose nothing. */
function capped(items: readonly Item[]): Item[] {
  const shown = items.slice(0, BLOCK_TEXT / LEAST_OF_ITEM);
  const sizes = shown.map((item) => lengthOf(plain(itemText(item))) + 1);
  if (shown.length === items.length && sizes.reduce((sum, size) => sum + size, 0) <= BLOCK_TEXT) return shown;
  const share = Math.floor(BLOCK_TEXT / shown.length) - 1;
  return shown.map((item) => {
    if (typeof item === "string") return cut(plain(item), share);
    const lead = cut(plain(item.lead), share / 2);
    return { lead, text: cut(plain(item.text), share - lengthOf(lead)) };
  });
}

/** What is before the colon as lead, where that is a label: "Way back: ..." */
export function labelled(text: string): Item {
  const [, lead, rest] = /^((?:\d{1,3}\. )?[^:.;?\n]{1,60}:) (.+)$/s.exec(text) ?? [];
  return lead && rest ? { lead, text: rest } : text;
}

/** Lines of commands behind the first line are shown as code. */
function section(item: Item): RichTextSection {
  const [lead, text] = typeof item === "string" ? [[], item] : [[words(`${item.lead} `, { bold: true })], item.text];
  const [first = "", ...rest] = text.split("\n");
  const code = rest.length > 0 ? [words("\n"), words(rest.join("\n"), { code: true })] : [];
  return { type: "rich_text_section", elements: [...lead, ...line(first).elements, ...code] };
}

/** Items that count themselves ("1. ...") are numbered by Slack, also where a list goes on in a second block. */
export function bullets(items: readonly Item[]): RichTextBlock {
  const first = Number(/^(\d{1,3})\. /.exec(itemText(items[0] ?? ""))?.[1] ?? 0);
  const counted = first > 0 && items.every((item, index) => itemText(item).startsWith(`${first + index}. `));
  return {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_list",
        ...(counted ? { style: "ordered", offset: first - 1 } : { style: "bullet" }),
        elements: capped(items).map((item) => section(counted ? uncounted(item) : item)),
      },
    ],
  };
}

function uncounted(item: Item): Item {
  const strip = (text: string): string => text.replace(/^\d{1,3}\. /, "");
  return typeof item === "string" ? strip(item) : { ...item, lead: strip(item.lead) };
}

/** Longer cells are wrapped: names and values stay in one line, sentences do not. */
const LINE_OF_CELL = 48;

/** Columns and rows of plain words; the caller keeps to the limits of a table. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): TableBlock {
  const cell = (text: string) => ({ type: "raw_text", text: plain(text) || " " }) as const;
  return {
    type: "table",
    rows: [columns, ...rows].map((row) => row.map(cell)),
    column_settings: columns.map((_, index) => ({
      is_wrapped: rows.some((row) => lengthOf(row[index] ?? "") > LINE_OF_CELL),
    })),
  };
}

export const code = (text: string): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: plain(text) || " " }] }],
});

export const context = (text: string): ContextBlock => ({
  type: "context",
  elements: [{ type: "plain_text", text: cut(plain(text), LIMITS.section), emoji: false }],
});

export type ButtonWords = {
  action: string;
  text: string;
  value: string;
  style?: "primary" | "danger";
  /** Read out instead of the text. */
  label?: string;
};

export const button = ({ action, text, value, style, label }: ButtonWords): Button => ({
  type: "button",
  action_id: cut(action, LIMITS.id),
  text: { type: "plain_text", text: cut(plain(text), LIMITS.button), emoji: false },
  value: cut(value, LIMITS.value),
  ...(style ? { style } : {}),
  ...(label ? { accessibility_label: cut(plain(label), 75) } : {}),
});

export const actions = (id: string, buttons: readonly ButtonWords[]): ActionsBlock => ({
  type: "actions",
  block_id: cut(id, LIMITS.id),
  elements: buttons.slice(0, LIMITS.actions).map(button),
});

/** The text of notifications and readers that show no blocks. */
export const fallback = (text: string): string => cut(mrkdwn(text), LIMITS.fallback);

/** All words of a block, for counting and for searching. */
export function textOf(block: KnownBlock): string {
  const found: string[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "string" && TEXT_KEYS.has(key)) found.push(value);
    else if (Array.isArray(value)) for (const one of value) visit(one, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, name);
  };
  visit(block, "");
  return found.join("\n");
}

const TEXT_KEYS: ReadonlySet<string> = new Set(["text", "alt_text", "title", "label", "description"]);
