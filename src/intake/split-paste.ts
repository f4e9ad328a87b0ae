/**
 * Parts one paste into the sources that were put into it one after the other.
 *
 * Packed files: `--- NAME --- (N lines)` is followed by exactly N lines of that source, whatever they look like, so that
 * content may hold lines that look like markers. `(N lines, no final newline)` for a text that does not end in a line
 * feed, and ` $ COMMAND` behind the bracket for the output of a command. Blank lines between sources do not count.
 */

import { freeName, safeName, usualName } from "./recognise/usual-name.ts";
import { recognise } from "./recognise.ts";
import type { Source } from "./source.ts";
import type { Marker } from "./split/markers.ts";
import { partUnmarked } from "./split/prose.ts";
import { countedSections, markedSections, type Section } from "./split/sections.ts";

/** Names that say where a paste came from, not what it is. */
const GENERIC =
  /^(?:-|\/dev\/stdin|(?:stdin|paste|pasted|untitled|message|text|blob|snippet|input|request|slack|file|image|unbenannt)?(?:[-_ ]?\d+)?(?:\.(?:txt|md|text))?)$/i;

type Piece = { marker: Marker | null; text: string; free: boolean };

const isBlank = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === "");

function piecesOf(section: Section, last: boolean): Piece[] {
  const end = last || !section.finalNewline ? "" : "\n";
  const whole = (lines: readonly string[], ending: string): string =>
    lines.length === 0 ? "" : lines.join("\n") + ending;
  if (section.marker !== null && (section.marker.name !== null || section.marker.command !== undefined)) {
    return [{ marker: section.marker, text: whole(section.lines, end), free: false }];
  }
  if (isBlank(section.lines)) return [];
  const parts = partUnmarked(section.lines);
  return parts.map((lines, at) => ({
    marker: null,
    text: whole(lines, at < parts.length - 1 ? "\n" : end),
    free: section.free,
  }));
}

function nameOf(piece: Piece, given: string): string {
  const source: Source = { name: "", text: piece.text, command: piece.marker?.command };
  if (piece.marker?.name) return piece.marker.name;
  const { kind, service } = recognise({ ...source, name: given });
  return usualName(kind, source, service);
}

/** Two nodes' files of one name get the node before it; anything else that is there twice, a number. */
function withHosts(pieces: readonly Piece[], names: readonly string[]): string[] {
  return names.map((name, at) => {
    const host = pieces[at]?.marker?.host;
    const twice = names.some((other, index) => index !== at && other === name && pieces[index]?.marker?.host !== host);
    return twice && host ? `${safeName(host)}/${name}` : name;
  });
}

/**
 * The sources in a paste, with unique names: the marker's, else the kind's usual name. Sentences between them become one
 * source `request.md`. Without markers the whole text is one source, that keeps a telling `name`. Lines count from 1 in
 * each source. Never throws, and drops no line but markers, fences and blank lines outside of sources.
 */
export function splitPaste(text: string, name: string): Source[] {
  const lines = text.replace(/^\uFEFF(?=---)/, "").split("\n");
  const packed = countedSections(lines.at(-1) === "" ? lines.slice(0, -1) : lines);
  const sections = packed ?? markedSections(lines);
  const pieces = sections.flatMap((section, at) => piecesOf(section, packed === null && at === sections.length - 1));
  const telling = !GENERIC.test(name.trim());
  if (pieces.length === 0) return [{ name: telling ? name : "pasted.txt", text }];
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && only.marker === null && telling) return [{ name, text: only.text }];
  const names = withHosts(
    pieces,
    pieces.map((piece) => nameOf(piece, "")),
  );
  const sources: Source[] = [];
  const taken = new Set<string>();
  const words: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (piece.marker === null && names[at] === "request.md") {
      words.push(piece.text.replace(/\n*$/, "\n"));
      continue;
    }
    const own = freeName(names[at] || "pasted.txt", taken);
    taken.add(own);
    sources.push({
      name: own,
      text: piece.text,
      ...(piece.marker?.command === undefined ? {} : { command: piece.marker.command }),
    });
  }
  if (words.length > 0) sources.push({ name: freeName("request.md", taken), text: words.join("\n") });
  return sources;
}
