/** Cuts a paste at its markers and code fences. No line but a marker or a fence is lost. */

import { isIdlePrompt } from "../recognise/prompt.ts";
import { safeName } from "../recognise/usual-name.ts";
import { countedMarker, type Marker, markerAt } from "./markers.ts";

/** `free`: outside of every marker and fence; sentences, or a paste without a frame. */
export type Section = { marker: Marker | null; free: boolean; lines: string[]; finalNewline: boolean };

const LANGUAGES = new Set(
  "ini conf cfg config toml properties json yaml yml csv xml sql text txt plaintext bash sh shell console log diff python py none md markdown".split(
    " ",
  ),
);
const FILE_IN_SENTENCE = /(?<![\w/.-])((?:[\w.@-]+\/)*[\w@-][\w@.-]*\.(?:conf|ini|json|csv|ya?ml|txt|log))(?![\w-])/g;

/** Follows the counted markers of a packed file; null when the counts do not fit, because lines were lost on the way. */
export function countedSections(lines: readonly string[]): Section[] | null {
  const first = lines.findIndex((line) => countedMarker(line) !== null);
  if (first < 0) return null;
  const sections: Section[] = [];
  const before = lines.slice(0, first);
  if (before.some((line) => line.trim() !== ""))
    sections.push({ marker: null, free: true, lines: before, finalNewline: true });
  let at = first;
  while (at < lines.length) {
    const counted = countedMarker(lines[at] ?? "");
    if (counted === null) {
      if ((lines[at] ?? "").trim() !== "") return null;
      at++;
      continue;
    }
    const content = lines.slice(at + 1, at + 1 + counted.count);
    if (content.length < counted.count) return null;
    const marker: Marker = {
      name: safeName(counted.name),
      ...(counted.command === undefined ? {} : { command: counted.command }),
    };
    sections.push({ marker, free: false, lines: content, finalNewline: counted.finalNewline });
    at += 1 + counted.count;
  }
  return sections;
}

/** The one file that the sentence before a code block names, or null. */
function fileBefore(lines: readonly string[]): string | null {
  const last = lines.filter((line) => line.trim() !== "").at(-1) ?? "";
  const names = [...last.matchAll(FILE_IN_SENTENCE)].map((match) => match[1] ?? "");
  return names.length === 1 ? safeName(names[0] ?? "") : null;
}

const isBlank = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === "");

type Fence = { first: string | null; name: string | null };

/** An opening fence. What stands behind it is a language, a file name or already content. */
function openingFence(line: string): Fence | null {
  const match = /^\s*(?:```|~~~)(.*?)\r?$/.exec(line);
  if (match === null) return null;
  const rest = (match[1] ?? "").trim();
  if (rest === "" || LANGUAGES.has(rest.toLowerCase())) return { first: null, name: null };
  const named =
    /^(?:\w+[\s:]+)?(?:title=|file=)?"?((?:[\w.@-]+\/)*[\w@.-]+\.(?:conf|ini|json|csv|ya?ml|txt|log))"?$/.exec(
      rest,
    )?.[1];
  return named !== undefined ? { first: null, name: safeName(named) } : { first: match[1] ?? "", name: null };
}

/** Cuts at every marker, prompt and fence. */
export function markedSections(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  let open: Section = { marker: null, free: true, lines: [], finalNewline: true };
  let fenced = false;
  const start = (marker: Marker | null, free: boolean): void => {
    sections.push(open);
    open = { marker, free, lines: [], finalNewline: true };
  };
  for (const [at, line] of lines.entries()) {
    const fence = openingFence(line);
    if (!fenced && fence !== null) {
      const name = fence.name ?? (open.free ? fileBefore(open.lines) : null);
      // A block right behind a marker or a prompt is what that announced.
      const announced = open.marker !== null && isBlank(open.lines) ? open.marker : null;
      if (announced === null) start({ name }, false);
      fenced = true;
      if (fence.first === null) continue;
      const closed = /^(.*?)(?:```|~~~)\s*$/.exec(fence.first);
      open.lines.push(closed?.[1] ?? fence.first);
      if (closed) {
        fenced = false;
        start(null, true);
      }
      continue;
    }
    const closing = fenced ? /^(.*?)(?:```|~~~)\s*$/.exec(line) : null;
    if (closing) {
      fenced = false;
      if ((closing[1] ?? "").trim() !== "") open.lines.push(closing[1] ?? "");
      start(null, true);
      continue;
    }
    if (isIdlePrompt(line)) {
      if (!open.free) start(null, true);
      continue;
    }
    const marker = markerAt(lines, at);
    if (marker === null) {
      open.lines.push(line);
      continue;
    }
    // `--- mounts.txt ---` above a prompt: one source, that has its name from the one and its command from the other.
    if (marker.command !== undefined && open.marker?.name && open.marker.command === undefined && isBlank(open.lines)) {
      open.marker = { ...marker, name: open.marker.name };
      if (marker.name === null) open.lines.push(line);
      continue;
    }
    const sameMounts = marker.keep === true && open.marker?.keep === true;
    if (!sameMounts) start(marker, false);
    if (marker.keep === true) open.lines.push(line);
  }
  sections.push(open);
  return sections;
}
