/** What Slack refuses in blocks and views, checked apart from the product: the table of its documentation, by block type. */

type Json = Readonly<Record<string, unknown>>;

const TYPES: ReadonlySet<string> = new Set([
  "header",
  "section",
  "context",
  "actions",
  "divider",
  "image",
  "rich_text",
  "input",
  "table",
  "task_card",
  "markdown",
]);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const length = (value: unknown): number => [...String(value ?? "")].length;
const textOf = (value: unknown): string => String(isObject(value) ? (value["text"] ?? "") : "");

/** Null: accepted; else Slack's word for the refusal. */
export function refusedBlocks(blocks: unknown, surface: "message" | "view"): string | null {
  if (blocks === undefined) return null;
  const all = list(typeof blocks === "string" ? JSON.parse(blocks) : blocks);
  if (all.length > (surface === "message" ? 50 : 100)) return "invalid_blocks";
  if (surface === "message" && allText(all) > 13_200) return "msg_blocks_too_long";
  const ids = all.flatMap((block) => (isObject(block) && block["block_id"] ? [block["block_id"]] : []));
  if (new Set(ids).size !== ids.length) return "invalid_blocks";
  return all.every((block) => isObject(block) && isTaken(block, surface)) ? null : "invalid_blocks";
}

/** Of a whole view. */
export function refusedView(view: unknown): string | null {
  const given = typeof view === "string" ? (JSON.parse(view) as unknown) : view;
  if (!isObject(given)) return "invalid_arguments";
  for (const key of ["title", "submit", "close"]) if (length(textOf(given[key])) > 24) return "invalid_arguments";
  if (given["type"] === "modal" && textOf(given["title"]) === "") return "invalid_arguments";
  if (length(given["private_metadata"]) > 3000 || length(given["callback_id"]) > 255) return "invalid_arguments";
  return refusedBlocks(given["blocks"], "view");
}

function isTaken(block: Json, surface: "message" | "view"): boolean {
  if (!TYPES.has(String(block["type"])) || length(block["block_id"]) > 255) return false;
  switch (block["type"]) {
    case "header":
      return within(textOf(block["text"]), 1, 150) && isObject(block["text"]) && block["text"]["type"] === "plain_text";
    case "section":
      return within(textOf(block["text"]), 1, 3000);
    case "context":
      return (
        list(block["elements"]).length <= 10 && list(block["elements"]).every((one) => within(textOf(one), 1, 3000))
      );
    case "image":
      return (
        within(block["alt_text"], 1, 2000) && (isObject(block["slack_file"]) || within(block["image_url"], 1, 3000))
      );
    case "actions":
      return (
        list(block["elements"]).length >= 1 &&
        list(block["elements"]).length <= 25 &&
        list(block["elements"]).every(isButton)
      );
    case "rich_text":
      return list(block["elements"]).length >= 1 && !JSON.stringify(block).includes('"text":""');
    case "task_card":
      return within(block["task_id"], 1, 255) && within(block["title"], 1, 150) && surface === "message";
    case "input":
      return (
        surface === "view" &&
        within(textOf(block["label"]), 1, 2000) &&
        isObject(block["element"]) &&
        isInput(block["element"])
      );
    case "markdown":
      return surface === "message" && within(block["text"], 1, 12_000);
    default:
      return true;
  }
}

const within = (value: unknown, least: number, most: number): boolean =>
  length(value) >= least && length(value) <= most;

function isButton(element: unknown): boolean {
  return (
    isObject(element) &&
    within(element["action_id"], 1, 255) &&
    (element["type"] !== "button" || (within(textOf(element["text"]), 1, 75) && within(element["value"], 0, 2000)))
  );
}

function isInput(element: Json): boolean {
  switch (element["type"]) {
    case "plain_text_input":
      return Number(element["max_length"] ?? 3000) <= 3000 && length(element["initial_value"]) <= 3000;
    case "static_select": {
      const options = list(element["options"]);
      return (
        options.length >= 1 &&
        options.length <= 100 &&
        options.every((one) => isObject(one) && within(textOf(one["text"]), 1, 75) && within(one["value"], 1, 150))
      );
    }
    case "file_input":
      return Number(element["max_files"] ?? 10) <= 10;
    default:
      return true;
  }
}

function allText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + allText(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === "text" && typeof inner === "string" ? length(inner) : allText(inner)),
    0,
  );
}
