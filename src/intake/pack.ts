/** Redacted sources in one file that is safe to paste anywhere and that `splitPaste` takes apart again, line for line. */
import type { Redaction, Source } from "./source.ts";

/**
 * One text: a header in words, then each source behind `--- NAME --- (N lines)`. The count makes the splitter take
 * exactly that many lines, so that lines inside which look like markers survive.
 */
export function packSources(sources: readonly Source[], redactions: readonly Redaction[]): string {
  return `${header(redactions)}\n${sources.map(packed).join("\n")}`;
}

/** The first words of a pack, for people; no part of what was packed. */
const OPENING = "Packed by glancewright, offline.";

/** A pack without its header; any other text as it is. */
export function withoutPackHeader(text: string): string {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (!text.startsWith(OPENING, from)) return text;
  const end = text.indexOf("\n---", from);
  return end < 0 ? text : text.slice(end + 1);
}

function header(redactions: readonly Redaction[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of redactions) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [...kinds]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([kind, count]) => `${count} ${kind}`);
  const replaced = counts.length > 0 ? `Replaced by placeholders: ${counts.join(", ")}.` : "No secret was found in it.";
  return `${OPENING} ${replaced}\n`;
}

function packed({ name, text, command }: Source): string {
  const closed = /[\r\n]$/.test(text);
  const count = text === "" ? 0 : (text.match(/\r\n|\n|\r/g)?.length ?? 0) + (closed ? 0 : 1);
  const words = count === 1 ? "1 line" : `${count} lines`;
  const marker = `--- ${name} --- (${words}${closed || text === "" ? "" : ", no final newline"})${command ? ` $ ${command}` : ""}`;
  return `${marker}\n${text}${closed ? "" : "\n"}`;
}
