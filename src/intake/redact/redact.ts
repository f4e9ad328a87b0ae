/** Takes the secrets out of the texts of one case. */
import { isSecretOption } from "../../options/catalogue.ts";
import type { Project } from "../../options/option.ts";
import type { Redaction, RedactionKind, Source, SourceKind } from "../source.ts";
import {
  findAuthorization,
  findHooks,
  findInCommands,
  findListedValues,
  findPrivateKeys,
  findShapes,
  findWebhooks,
} from "./free-form.ts";
import { findNamedValues } from "./named-values.ts";
import { hasFormOfName, isNameAt } from "./names-in-use.ts";
import { findInOptionLines } from "./option-lines.ts";
import { placeholder, placeholdersIn } from "./placeholders.ts";
import { type Sheet, type Span, sheetOf } from "./sheet.ts";
import { addSpelling, findAgain, newSearcher, type Searcher, spellings } from "./spread.ts";
import { findInUrls, findWithoutScheme } from "./urls.ts";

/** Whether the catalogue calls an option secret; `project` null: the file's service is not known. */
export type SecretOptions = (project: Project | null, section: string, name: string) => boolean;

/** One secret, however it is spelled. It has its number when its first place is written. */
type Secret = { kind: RedactionKind; placeholder: string | null };

type Place = Span & { secret: Secret | null };

function projectOf(kind: SourceKind): Project | null {
  if (kind === "nova" || kind === "cinder") return kind;
  return kind.startsWith("glance-") ? "glance" : null;
}

function findAll(text: string, kind: SourceKind, isSecret: SecretOptions): Sheet {
  const sheet = sheetOf(text, kind);
  const project = projectOf(kind);
  findInOptionLines(sheet, (section, name) => isSecret(project, section, name));
  findNamedValues(sheet);
  findInUrls(sheet);
  findWithoutScheme(sheet);
  findShapes(sheet);
  findAuthorization(sheet);
  findWebhooks(sheet);
  findHooks(sheet);
  findListedValues(sheet);
  findInCommands(sheet);
  findPrivateKeys(sheet);
  return sheet;
}

const BY_NAME: readonly RedactionKind[] = ["secret", "password", "url-password"];

/** Sorted, and what overlaps made one: a part of a secret is never left standing. */
function joined(text: string, spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((one, other) => one.start - other.start || other.end - one.end);
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) {
      result.push({ ...span });
      continue;
    }
    // of two that found the same, the one that knew the form says more than the one that went by a name
    if (span.start === last.start && span.end === last.end && BY_NAME.includes(last.kind)) last.kind = span.kind;
    if (span.whole !== undefined && span.start === last.start && span.end === last.end) last.whole = span.whole;
    if (span.end > last.end) {
      last.end = span.end;
      delete last.whole;
    }
  }
  return apartFrom(placeholdersIn(text), result);
}

/** What holds a placeholder was judged before; what is left beside it is no secret now if it was none then. */
function apartFrom(placeholders: readonly { start: number; end: number }[], spans: readonly Span[]): Span[] {
  if (placeholders.length === 0) return [...spans];
  let at = 0;
  return spans.filter(({ start, end }) => {
    while ((placeholders[at]?.end ?? Infinity) <= start) at++;
    return (placeholders[at]?.start ?? Infinity) >= end;
  });
}

type Case = { secrets: Map<string, Secret>; searcher: Searcher<Secret>; numbers: Map<RedactionKind, number> };

/** The secret of a value; a new one takes all its spellings. */
function secretOf(known: Case, value: string, kind: RedactionKind): Secret {
  const before = known.secrets.get(value);
  if (before !== undefined) return before;
  const own = spellings(value);
  const same = own.map((spelling) => known.secrets.get(spelling)).find((secret) => secret !== undefined);
  const secret = same ?? { kind, placeholder: null };
  for (const spelling of own) {
    if (!known.secrets.has(spelling)) known.secrets.set(spelling, secret);
    addSpelling(known.searcher, spelling, secret);
  }
  return secret;
}

/** Places of known secrets outside of those that were found, and of placeholders that stand there already. */
function otherPlaces(known: Case, text: string, places: readonly Place[]): Place[] {
  const taken = [...places, ...placeholdersIn(text)].sort((one, other) => one.start - other.start);
  const others: Place[] = [];
  let at = 0;
  for (const { start, end, found } of findAgain(known.searcher, text)) {
    while ((taken[at]?.end ?? Infinity) <= start) at++;
    if ((taken[at]?.start ?? Infinity) < end) continue;
    others.push({ start, end, kind: found.kind, secret: found });
  }
  return others;
}

/** A text as given, and with `\n` in place of a `\r` that alone ends a line: the places are the same in both. */
type Text = { given: string; text: string; kind: SourceKind; places: Place[]; isCommand: boolean };

const withLineFeeds = (text: string): string => (text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text);

/** Adds the other places of all secrets, except of those that are somewhere in the case a name. */
function spread(known: Case, texts: readonly Text[]): void {
  const names = new Set<string>();
  const others = texts.map(({ text, kind, places }) => {
    const found = otherPlaces(known, text, places);
    for (const { start, end } of found) {
      const value = text.slice(start, end);
      if (!names.has(value) && hasFormOfName(value) && isNameAt(text, kind, start, end)) names.add(value);
    }
    return found;
  });
  for (const [at, one] of texts.entries()) {
    const sure = (others[at] ?? []).filter(({ start, end }) => !names.has(one.text.slice(start, end)));
    one.places = [...one.places, ...sure].sort((left, right) => left.start - right.start);
  }
}

function placeholderOf(known: Case, secret: Secret): string {
  if (secret.placeholder === null) {
    const number = (known.numbers.get(secret.kind) ?? 0) + 1;
    known.numbers.set(secret.kind, number);
    secret.placeholder = placeholder(secret.kind, number);
  }
  return secret.placeholder;
}

function written(known: Case, file: string, { given, text, places, isCommand }: Text, redactions: Redaction[]): string {
  if (places.length === 0) return given;
  let result = "";
  let at = 0;
  let line = 1;
  let feed = text.indexOf("\n");
  for (const { start, end, secret, kind } of places) {
    for (; feed >= 0 && feed < start; feed = text.indexOf("\n", feed + 1)) line++;
    result += given.slice(at, start) + placeholderOf(known, secret ?? { kind, placeholder: null });
    redactions.push({ file, line: isCommand ? 1 : line, kind: secret?.kind ?? kind });
    at = end;
  }
  return result + given.slice(at);
}

/**
 * Replaces every secret in the sources of one case by a typed placeholder; all other bytes, and the number of lines, stay.
 *
 * A secret is found by the name of its option (`isSecret`, and names that tell), as credentials in an address, or by its
 * own form. Once found, its other occurrences in any of the sources go as well, percent-encoded, decoded or escaped
 * too: those of at least six characters that are no everyday word and nowhere in the case a name. The same secret is the
 * same placeholder; numbers count by first appearance and go on behind placeholders that are there already. Redacting
 * again changes nothing. A redaction tells file, line and kind, nothing of the value; those in `command` count for line 1.
 * Never throws.
 */
export function redact(
  sources: readonly Source[],
  kindOf: (source: Source) => SourceKind,
  isSecret: SecretOptions = isSecretOption,
): { sources: Source[]; redactions: Redaction[] } {
  const known: Case = { secrets: new Map(), searcher: newSearcher(), numbers: new Map() };
  const texts = sources.flatMap((source) => [
    ...(source.command === undefined ? [] : [{ text: source.command, kind: "script" as const, isCommand: true }]),
    { text: source.text, kind: kindOf(source), isCommand: false },
  ]);
  const found = texts.map(({ text: given, kind, isCommand }): Text => {
    const text = withLineFeeds(given);
    for (const { kind: of, number } of placeholdersIn(text))
      known.numbers.set(of, Math.max(known.numbers.get(of) ?? 0, number));
    const spans = joined(text, findAll(text, kind, isSecret).spans);
    const places = spans.map((span): Place => {
      const value = span.whole ?? text.slice(span.start, span.end);
      return { ...span, secret: secretOf(known, value, span.kind) };
    });
    return { given, text, kind, places, isCommand };
  });
  spread(known, found);
  const redactions: Redaction[] = [];
  const queue = found.values();
  const next = (file: string): string => {
    const { value } = queue.next();
    return value === undefined ? "" : written(known, file, value, redactions);
  };
  const redacted = sources.map((source): Source => {
    const command = source.command === undefined ? {} : { command: next(source.name) };
    return { ...source, ...command, text: next(source.name) };
  });
  return { sources: redacted, redactions };
}
