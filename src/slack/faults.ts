/** What Slack would refuse in a message or view. Looked at right before sending, and in tests. */
import { LIMITS, lengthOf } from "./limits.ts";
import type { KnownBlock, SlackMessage, View } from "./message.ts";
import { textOf } from "./render/blocks.ts";

/** Empty: Slack takes it. */
export function messageFaults({ text, blocks }: SlackMessage): string[] {
  const total = blocks.reduce((sum, block) => sum + lengthOf(textOf(block)), 0);
  return [
    ...over("text", lengthOf(text), LIMITS.fallback),
    ...over("blocks", blocks.length, LIMITS.blocksOfMessage),
    ...over("text of all blocks", total, LIMITS.textOfMessage),
    ...over("tables", blocks.filter(({ type }) => type === "table").length, 1),
    ...repeatedIds(blocks),
    ...blocks.flatMap(blockFaults),
  ];
}

export function viewFaults(view: View): string[] {
  const words = "title" in view ? [view.title, view.submit, view.close] : [];
  return [
    ...over("blocks", view.blocks.length, LIMITS.blocksOfView),
    ...over("private_metadata", lengthOf(view.private_metadata ?? ""), LIMITS.privateMetadata),
    ...words.flatMap((word) => over("title, submit or close", lengthOf(word?.text ?? ""), LIMITS.modalTitle)),
    ...repeatedIds(view.blocks as KnownBlock[]),
    ...(view.blocks as KnownBlock[]).flatMap(blockFaults),
  ];
}

const over = (what: string, is: number, most: number): string[] =>
  is > most ? [`${what}: ${is}, at most ${most}`] : [];

function repeatedIds(blocks: readonly KnownBlock[]): string[] {
  const ids = blocks.flatMap(({ block_id }) => (block_id ? [block_id] : []));
  return ids.length === new Set(ids).size ? [] : ["block_id stands twice"];
}

function blockFaults(block: KnownBlock): string[] {
  switch (block.type) {
    case "header":
      return over("header", lengthOf(block.text.text), LIMITS.header);
    case "context":
      return [
        ...over("context elements", block.elements.length, LIMITS.contextElements),
        ...over("context", lengthOf(textOf(block)), LIMITS.section),
      ];
    case "image":
      return [
        ...over("alt_text", lengthOf(block.alt_text), LIMITS.altText),
        ...(block.alt_text === "" ? ["alt_text is empty"] : []),
      ];
    case "actions":
      return [
        ...over("actions", block.elements.length, LIMITS.actions),
        ...(block.elements.length === 0 ? ["actions without a button"] : []),
        ...block.elements.flatMap((element) =>
          element.type === "button"
            ? [
                ...over("button", lengthOf(element.text.text), LIMITS.button),
                ...over("value", lengthOf(element.value ?? ""), LIMITS.value),
              ]
            : [],
        ),
      ];
    case "rich_text":
      return [
        ...over("rich_text", lengthOf(textOf(block)), LIMITS.section),
        ...(emptyText(block) ? ["rich_text with an empty text"] : []),
      ];
    case "table":
      return [
        ...over("rows", block.rows.length, LIMITS.tableRows),
        ...over("columns", Math.max(0, ...block.rows.map((row) => row.length)), LIMITS.tableColumns),
        ...over("text of a table", lengthOf(textOf(block)), LIMITS.tableText),
        ...(emptyText(block) ? ["table with an empty cell"] : []),
      ];
    case "task_card":
      return over("title of a card", lengthOf(block.title), LIMITS.cardTitle);
    case "input":
      return [...over("label", lengthOf(block.label.text), LIMITS.label), ...inputFaults(block.element)];
    default:
      return [];
  }
}

function inputFaults(element: Extract<KnownBlock, { type: "input" }>["element"]): string[] {
  if (element.type === "plain_text_input")
    return [
      ...over("max_length", element.max_length ?? 0, LIMITS.input),
      ...over("initial_value", lengthOf(element.initial_value ?? ""), LIMITS.input),
    ];
  if (element.type === "static_select") {
    const options = element.options ?? [];
    return [
      ...over("options", options.length, 100),
      ...(options.length === 0 ? ["a choice without options"] : []),
      ...options.flatMap(({ text }) => over("option", lengthOf(text.text), LIMITS.option)),
    ];
  }
  if (element.type === "file_input") return over("max_files", element.max_files ?? 0, LIMITS.files);
  return [];
}

const emptyText = (value: unknown): boolean => JSON.stringify(value).includes('"text":""');
