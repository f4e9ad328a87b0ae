/** From what was handed over to single sources with unique names. */
import type { Intake, RefusedSource } from "./artefact.ts";
import { cleanPaste } from "./clean-paste.ts";
import { withoutPackHeader } from "./pack.ts";
import { isRequestName } from "./recognise/name.ts";
import { freeName, safeName } from "./recognise/usual-name.ts";
import { recognise } from "./recognise.ts";
import { byteLength, refuseBinary, refusePasteSize, refuseSize, refuseTotal } from "./refuse.ts";
import type { Recognition, Source, SourceKind } from "./source.ts";
import { startsWithMarker, startsWithPrompt } from "./split/markers.ts";
import { splitPaste } from "./split-paste.ts";

/** `pasted`: typed or pasted into a message or standard input, not given as a file. `size`: bytes of what was not read. */
export type GivenSource = {
  name: string;
  text: string;
  pasted: boolean;
  command?: string | undefined;
  size?: number | undefined;
};

type Recognised = { source: Source; recognition: Recognition };

export type TakenIn = { recognised: Recognised[]; refused: RefusedSource[]; cleanUps: NonNullable<Intake["cleanUps"]> };

/** Kinds of which a block in the operator's words is never mistaken for something else. */
const QUOTED: readonly SourceKind[] = ["words", "unknown", "log", "script", "catalog-stats", "versions"];

/**
 * Files that the operator put into the request itself. Only kinds that were not given otherwise: a quoted excerpt must
 * not stand beside the file that it is from.
 */
function quotedSources(request: Source, given: ReadonlySet<SourceKind>): Source[] {
  const parts = splitPaste(request.text, request.name);
  return parts.filter((part) => {
    if (part.text === request.text || part.text.trim() === "" || isRequestName(part.name)) return false;
    const { kind, by } = recognise(part);
    return by === "content" && !QUOTED.includes(kind) && !given.has(kind);
  });
}

function partsOf(given: GivenSource, cleanUps: TakenIn["cleanUps"]): Source[] {
  const { name, command } = given;
  const text = withoutPackHeader(given.text);
  if (!given.pasted) {
    if (startsWithMarker(text)) return splitPaste(text, name);
    const saved = savedTerminal(text, name);
    if (saved) return saved;
    return [{ name, text, ...(command === undefined ? {} : { command }) }];
  }
  const clean = cleanPaste(text);
  for (const { line, what } of clean.changes) cleanUps.push({ file: name, line, what });
  const parts = splitPaste(clean.text, name);
  const [only] = parts;
  return command !== undefined && parts.length === 1 && only !== undefined ? [{ command, ...only }] : parts;
}

/** A terminal saved to a file that printed several things; one thing alone keeps the name of its file. */
function savedTerminal(text: string, name: string): Source[] | null {
  if (!startsWithPrompt(text)) return null;
  const parts = splitPaste(cleanPaste(text).text, name);
  return parts.filter((part) => recognise(part).kind !== "words").length > 1 ? parts : null;
}

/** A file's name as it is shown everywhere: nothing in it is markup, invisible, or a way out of a folder. */
const shownName = (name: string): string =>
  safeName(name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029<>`|"*]/gu, "_")) || "file";

/** Checks sizes, cleans and parts pastes, and names and recognises every source. Never throws. */
export function takeIn(given: readonly GivenSource[], taken: ReadonlySet<string> = new Set()): TakenIn {
  const result: TakenIn = { recognised: [], refused: [], cleanUps: [] };
  const names = new Set(taken);
  const add = (source: Source): void => {
    const name = freeName(source.name, names);
    names.add(name);
    const named = name === source.name ? source : { ...source, name };
    result.recognised.push({ source: named, recognition: recognise(named) });
  };
  let total = 0;
  for (const from of given) {
    const one = { ...from, name: shownName(from.name) };
    total += byteLength(one.text);
    const refusal =
      (one.size === undefined ? null : refuseSize(one.name, one.size)) ??
      refuseTotal(one.name, total) ??
      refuseBinary(one) ??
      (one.pasted ? refusePasteSize(one.name, one.text) : null);
    if (refusal === null) for (const part of partsOf(one, result.cleanUps)) add(part);
    else {
      result.refused.push(refusal);
      total -= byteLength(one.text);
    }
  }
  const kinds = new Set(result.recognised.map(({ recognition }) => recognition.kind));
  for (const { source } of result.recognised.filter((one) => isRequestName(one.source.name))) {
    for (const quoted of quotedSources(source, kinds)) add(quoted);
  }
  return result;
}
