/** A report as Markdown: everything that is not ours to format is escaped. */
import type { Review, ReviewFinding } from "../design/schema.ts";
import type { Block } from "./outline.ts";
import { outline } from "./outline.ts";
import { visible } from "./safe-text.ts";

export function toMarkdown(review: Review, kind: "review" | "check" | "hygiene"): string {
  return `${outline(review, kind).map(draw).join("\n\n")}\n`;
}

/** Markdown and HTML specials of running text. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_{}[\]<>|~]/g, "\\$&")
    .replaceAll(/^(\s*)([#+-])(?=\s)/g, "$1\\$2");
}

function draw(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return escapeMarkdown(block.text);
    case "list":
      return block.items.map(item).join("\n");
    case "code":
      return fenced(block.language, block.text);
    default:
      return drawFinding(block.finding);
  }
}

function item(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return [`- ${escapeMarkdown(first)}`, ...rest.map((line) => `  ${fenced("", line).replaceAll("\n", "\n  ")}`)].join(
    "\n",
  );
}

/** A fence longer than any run of backticks inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visible(text, true).replace(/\n$/, "")}\n${fence}`;
}

function drawFinding(finding: ReviewFinding): string {
  const place = finding.line === null ? finding.file : `${finding.file}:${finding.line}`;
  return [
    `**${finding.severity}** ${escapeMarkdown(finding.title)}`,
    `${escapeMarkdown(place)}, ${escapeMarkdown(finding.option)}, ${finding.rule}. ${escapeMarkdown(finding.why)}`,
    ...(finding.fix ? [`Fix: ${escapeMarkdown(finding.fix)}`] : []),
    ...finding.consequences.map(({ title }) => `So: ${escapeMarkdown(title)}`),
    `Sources: ${finding.sources.map(escapeMarkdown).join("; ")}`,
  ].join("  \n");
}
