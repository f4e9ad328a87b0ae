/** Blocks as HTML in the manner of Slack's own window: what a reviewer looks at, and what the demo's pictures are made of. */
import type { KnownBlock } from "@slack/types";

/** A file of the workspace by its id, as an address that a page can load. */
export type Pictures = Readonly<Record<string, string>>;

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPED[sign] ?? "");

type Json = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);
const words = (value: unknown): string =>
  typeof value === "string" ? escaped(value) : escaped(String((value as Json | undefined)?.["text"] ?? ""));

/** A block that is not known here is shown as what it is, so that nobody overlooks it. */
export function blockHtml(block: KnownBlock, pictures: Pictures = {}): string {
  const own = block as unknown as Json;
  switch (block.type) {
    case "header":
      return `<h2>${words(own["text"])}</h2>`;
    case "section":
      return `<p>${words(own["text"])}</p>`;
    case "divider":
      return "<hr>";
    case "context":
      return `<p class="context">${list(own["elements"]).map(words).join(" ")}</p>`;
    case "actions":
      return `<div class="actions">${list(own["elements"]).map(elementHtml).join("")}</div>`;
    case "image":
      return imageHtml(own, pictures);
    case "rich_text":
      return list(own["elements"]).map(richHtml).join("");
    case "table":
      return tableHtml(own);
    case "task_card":
      return `<div class="task ${words(own["status"])}"><span class="mark"></span>${words(own["title"])}</div>`;
    case "input":
      return inputHtml(own);
    default:
      return `<p class="unknown">${escaped(JSON.stringify(block))}</p>`;
  }
}

function imageHtml(block: Json, pictures: Pictures): string {
  const file = (block["slack_file"] as Json | undefined)?.["id"];
  const address = typeof file === "string" ? pictures[file] : block["image_url"];
  const alt = words(block["alt_text"]);
  return typeof address === "string"
    ? `<img src="${escaped(address)}" alt="${alt}">`
    : `<p class="unknown">picture: ${alt}</p>`;
}

function tableHtml(block: Json): string {
  const wrapped = list(block["column_settings"]).map((column) => column["is_wrapped"] === true);
  const rows = list(block["rows"]).map(
    (row) =>
      `<tr>${list(row)
        .map((cell, index) => cellHtml(cell, wrapped[index] === true))
        .join("")}</tr>`,
  );
  return `<div class="wide"><table>${rows.join("")}</table></div>`;
}

const cellHtml = (cell: Json, wrapped: boolean): string =>
  `<td class="${wrapped ? "wrapped" : ""}">${cell["type"] === "rich_text" ? list(cell["elements"]).map(richHtml).join("") : words(cell["text"])}</td>`;

function richHtml(element: Json): string {
  const inner = list(element["elements"]);
  switch (element["type"]) {
    case "rich_text_section":
      return `<p>${inner.map(styledHtml).join("")}</p>`;
    case "rich_text_list": {
      const tag = element["style"] === "ordered" ? "ol" : "ul";
      return `<${tag} start="${Number(element["offset"] ?? 0) + 1}">${inner.map((item) => `<li>${list(item["elements"]).map(styledHtml).join("")}</li>`).join("")}</${tag}>`;
    }
    case "rich_text_quote":
      return `<blockquote>${inner.map(styledHtml).join("")}</blockquote>`;
    default:
      return `<pre>${inner.map((one) => words(one["text"])).join("")}</pre>`;
  }
}

function styledHtml(element: Json): string {
  const style = (element["style"] ?? {}) as Json;
  let html = words(element["text"]).replaceAll("\n", "<br>");
  if (style["code"]) html = `<code>${html}</code>`;
  if (style["bold"]) html = `<b>${html}</b>`;
  if (style["italic"]) html = `<i>${html}</i>`;
  return html;
}

const elementHtml = (element: Json): string =>
  element["type"] === "button"
    ? `<span class="button ${words(element["style"] ?? "")}">${words(element["text"])}</span>`
    : `<span class="unknown">${escaped(JSON.stringify(element))}</span>`;

function inputHtml(block: Json): string {
  const element = (block["element"] ?? {}) as Json;
  const optional = block["optional"] === true ? ' <span class="quiet">(optional)</span>' : "";
  const hint = block["hint"] ? `<p class="context">${words(block["hint"])}</p>` : "";
  return `<label>${words(block["label"])}${optional}</label>${fieldHtml(element)}${hint}`;
}

function fieldHtml(element: Json): string {
  switch (element["type"]) {
    case "plain_text_input":
      return `<div class="field ${element["multiline"] ? "large" : ""}">${words(element["initial_value"] ?? "") || `<span class="quiet">${words(element["placeholder"])}</span>`}</div>`;
    case "static_select": {
      const chosen = element["initial_option"] as Json | undefined;
      return `<div class="field select">${chosen ? words(chosen["text"]) : `<span class="quiet">${words(element["placeholder"]) || "Choose"}</span>`}</div>`;
    }
    case "datepicker":
      return `<div class="field select">${words(element["initial_date"] ?? "Choose a day")}</div>`;
    case "file_input":
      return `<div class="field drop"><span class="button">Upload files</span> up to ${words(String(element["max_files"]))}</div>`;
    default:
      return `<p class="unknown">${escaped(JSON.stringify(element))}</p>`;
  }
}
