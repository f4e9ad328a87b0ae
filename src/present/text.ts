/** A report for a terminal: verdict first, wrapped to its width, colour only where asked. */
import { styleText } from "node:util";
import type { Review, ReviewFinding } from "../design/schema.ts";
import type { Block } from "./outline.ts";
import { outline } from "./outline.ts";
import { visible } from "./safe-text.ts";

export type TextOptions = { kind: "review" | "check" | "hygiene"; color: boolean; width: number };
type Style = "bold" | "red" | "yellow" | "cyan" | "dim";
type Paint = (style: Style, text: string) => string;

export function toText(review: Review, { kind, color, width }: TextOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const columns = Math.max(40, Math.min(width, 120));
  return `${outline(review, kind)
    .map((block) => draw(block, columns, paint))
    .join("\n")}\n`;
}

function draw(block: Block, columns: number, paint: Paint): string {
  switch (block.kind) {
    case "heading":
      return block.level === 1
        ? `${paint("bold", wrap(visible(block.text), columns, ""))}\n`
        : `\n${paint("bold", visible(block.text))}`;
    case "paragraph":
      return wrap(visible(block.text), columns, "");
    case "list":
      return block.items.map((item) => bullet(item, columns)).join("\n");
    case "code":
      return visible(block.text, true)
        .split("\n")
        .map((line) => `  ${paintDiff(line, paint)}`)
        .join("\n");
    default:
      return drawFinding(block.finding, columns, paint);
  }
}

function bullet(item: string, columns: number): string {
  const [first = "", ...rest] = item.split("\n");
  return [wrap(`- ${visible(first)}`, columns, "  "), ...rest.map((line) => `    ${visible(line)}`)].join("\n");
}

const SEVERITY_STYLE = { high: "red", medium: "yellow", low: "cyan", info: "dim" } as const;

function drawFinding(finding: ReviewFinding, columns: number, paint: Paint): string {
  const place = finding.line === null ? finding.file : `${finding.file}:${finding.line}`;
  const label = finding.severity.toUpperCase().padEnd(6);
  const lines = [
    `${paint(SEVERITY_STYLE[finding.severity], label)} ${wrap(visible(finding.title), columns - 7, "       ")}`,
    `       ${visible(place)}  ${visible(finding.option)}  ${finding.rule}`,
    ...(finding.fix ? [wrap(`       fix: ${visible(finding.fix)}`, columns, "            ")] : []),
    ...finding.consequences.map(({ title }) => wrap(`       so: ${visible(title)}`, columns, "           ")),
  ];
  return lines.join("\n");
}

function paintDiff(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint("cyan", line);
  return line.startsWith("-") ? paint("red", line) : line;
}

/** Breaks at blanks; a word longer than the line stays whole. */
function wrap(text: string, columns: number, indent: string): string {
  const lines: string[] = [];
  let line = /^\s*/.exec(text)?.[0] ?? "";
  let filled = false;
  for (const word of text.trim().split(/ +/)) {
    if (filled && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = filled ? `${line} ${word}` : line + word;
    }
    filled = true;
  }
  return [...lines, line].join("\n");
}
