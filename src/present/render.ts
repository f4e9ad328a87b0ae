/** One review in the form that was asked for. */
import type { Review } from "../design/schema.ts";
import { toMarkdown } from "./markdown.ts";
import { toSarif } from "./sarif.ts";
import { toText } from "./text.ts";

export type RenderOptions = {
  format: "text" | "json" | "markdown" | "sarif";
  /** check shows findings only, hygiene the catalogue and part (e). */
  kind: "review" | "check" | "hygiene";
  color: boolean;
  /** Columns of the terminal. */
  width: number;
};

/** Direction and control characters as \u escapes: the same value for a program, nothing hidden for a reader. */
const escaped = (json: string): string =>
  json.replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );

export async function renderReview(review: Review, options: RenderOptions): Promise<string> {
  switch (options.format) {
    case "json":
      return `${escaped(JSON.stringify(review, null, 2))}\n`;
    case "markdown":
      return toMarkdown(review, options.kind);
    case "sarif":
      return `${JSON.stringify(toSarif(review), null, 2)}\n`;
    default:
      return toText(review, options);
  }
}
