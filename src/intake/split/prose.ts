/** Parts sentences from what was pasted right below or above them, and two files from each other. */
import { looksLikeConfig, recogniseConfigText } from "../recognise/config.ts";
import { recognise } from "../recognise.ts";
import { CONFIG_KINDS } from "../source.ts";

const START =
  /^(?:\[[A-Za-z][\w.:-]*\]?\s*$|\+[-=+]{4,}\+?\s*$|[[{]\s*$|\[\s*\{|\{\s*"|"?(?:ID|id)"?,"?(?:Name|name)"?,|NAME\s+(?:SIZE|PROVISIONED)\b|--- RAW STORAGE)/;

const kindOf = (lines: readonly string[]): string => recognise({ name: "", text: lines.join("\n") }).kind;

function isSentence(line: string): boolean {
  return (line.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3 && !/=|^\s*[#;[{+|<"]|^\s*[\w.-]+\s*:/.test(line);
}

/** Sentences behind the last blank line of a configuration, where the service would only see a broken line. */
function closingWords(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end--;
  let cut = lines.length;
  for (let at = end; at > 0; at--) {
    const line = lines[at - 1] ?? "";
    if (line.trim() === "") cut = at;
    else if (!isSentence(line)) break;
  }
  return lines.slice(cut).some((line) => line.trim() !== "") ? cut : lines.length;
}

/** Where the second of two files begins: at a second `[DEFAULT]`, and only if both parts are surely of different services. */
function secondFile(lines: readonly string[]): number {
  const defaults = lines.flatMap((line, at) => (/^\[DEFAULT\]\s*$/.test(line) ? [at] : []));
  for (const at of defaults.slice(1)) {
    let cut = at;
    while (cut > 0 && /^\s*#/.test(lines[cut - 1] ?? "")) cut--;
    const [first, second] = [recogniseConfigText(lines.slice(0, cut), ""), recogniseConfigText(lines.slice(cut), "")];
    if (first === null || second === null || first.score < 6 || second.score < 6) continue;
    const owner = (found: typeof first): string => found.service ?? (found.kinds[0] ?? "").split("-")[0] ?? "";
    if (owner(first) !== owner(second)) return cut;
  }
  return lines.length;
}

/** Where sentences end and a file or an output begins, with the comments on top of it; 0 where there are no sentences. */
function beginning(lines: readonly string[]): number {
  let start = lines.findIndex((line) => START.test(line));
  while (start > 0 && /^\s*[#;]/.test(lines[start - 1] ?? "")) start--;
  return lines.slice(0, Math.max(0, start)).some((line) => /^\s*[^#;\s]/.test(line)) ? start : 0;
}

/** Parts lines without markers. The pieces in their order hold every line. */
export function partUnmarked(lines: readonly string[]): string[][] {
  if (lines.length === 0 || lines.length > 200_000) return [[...lines]];
  const start = beginning(lines);
  if (start > 0 && kindOf(lines.slice(0, start)) === "words") {
    const rest = kindOf(lines.slice(start));
    if (rest !== "words" && (rest !== "unknown" || looksLikeConfig(lines.slice(start))))
      return [lines.slice(0, start), ...partUnmarked(lines.slice(start))];
  }
  if (!(CONFIG_KINDS as readonly string[]).includes(kindOf(lines))) return [[...lines]];
  const words = closingWords(lines);
  if (words < lines.length) return [...partUnmarked(lines.slice(0, words)), lines.slice(words)];
  const second = secondFile(lines);
  return second < lines.length ? [lines.slice(0, second), ...partUnmarked(lines.slice(second))] : [[...lines]];
}
