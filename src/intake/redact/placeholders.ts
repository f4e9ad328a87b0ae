/** The words that stand where a secret stood, and the values that were never one. */
import type { RedactionKind } from "../source.ts";

const REDACTION_KINDS = [
  "password",
  "token",
  "cephx-key",
  "private-key",
  "access-key",
  "secret-key",
  "url-password",
  "secret",
] as const satisfies readonly RedactionKind[];

const KINDS = REDACTION_KINDS.join("|");
const PLACEHOLDER = new RegExp(`^redacted-(?:${KINDS})(?:-\\d+)?$`);
const PLACEHOLDERS = new RegExp(`redacted-(${KINDS})(?:-(\\d+)|(?![\\w-]))`, "g");

/**
 * The placeholder of the `number`th secret of a kind: `redacted-password-1`. Letters, digits and dashes only, so that it is
 * an ordinary value to oslo.config, to URL parsers, in JSON strings, CSV cells and shell words.
 */
export function placeholder(kind: RedactionKind, number: number): string {
  return `redacted-${kind}-${number}`;
}

/** Whether a text is exactly one placeholder, numbered or not. */
function isPlaceholder(text: string): boolean {
  return text.startsWith("redacted-") && PLACEHOLDER.test(text);
}

/** Placeholders that a text holds already. */
export function placeholdersIn(text: string): { start: number; end: number; kind: RedactionKind; number: number }[] {
  if (!text.includes("redacted-")) return [];
  return [...text.matchAll(PLACEHOLDERS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: match[1] as RedactionKind,
    number: Number(match[2] ?? 0),
  }));
}

const WORDS_OF_NO_SECRET =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|hidden|redacted|sanitized|removed|n\/a)$/i;
/** Substitutions of oslo.config, shells, Jinja and Python; masks; angle and square brackets around words. */
const STAND_INS: readonly RegExp[] = [
  /^\$(?:\{[^{}]*\}|\([^()]*\)|[a-z_]+|[A-Z_][A-Z0-9_]*|[a-z]\w*_\w*)$/,
  /^\{\{[^{}]*\}\}$/,
  /^%(?:\(\w+\)s|[A-Z_]+%)$/,
  /^<[A-Za-z][A-Za-z _.-]*>$/,
  /^\[[A-Za-z][A-Za-z _-]*\]$/,
  /^\([A-Za-z][A-Za-z _-]*\)$/,
  /^(?:\*+|\*{2,}[A-Za-z _-]+\*{2,}|x{3,}|X{3,}|\.{2,}|\u2022+|\u2026|_+|-+)$/,
  /^[\W\d_]$/,
];

/** Whether a value is no secret, whatever its name says: empty, a switch, a substitution, a mask or a placeholder. */
export function isStandIn(value: string): boolean {
  if (value.length > 120) return false;
  const plain = value.trim();
  if (plain === "" || isPlaceholder(plain) || WORDS_OF_NO_SECRET.test(plain)) return true;
  return STAND_INS.some((form) => form.test(plain));
}

/** Whether a value has the look of something generated or chosen as a secret, not that of a word. */
export function looksStrong(value: string): boolean {
  if (value.length < 6) return false;
  return /\d/.test(value) || /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(value) || /[^\w\s.,:;()'"-]/.test(value);
}
