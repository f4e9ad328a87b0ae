/** Values as oslo.config's types read them (oslo_config/types.py). They get text without `$name` substitution. */
import { isPythonSpace, strip, stripEnd } from "./python-text.ts";

/** What a value reads as, or why oslo.config refuses it. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; problem: string };

const TRUE_WORDS = new Set(["true", "1", "on", "yes"]);
const FALSE_WORDS = new Set(["false", "0", "off", "no"]);

/** What is wrong with a value, as a half sentence. */
export function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}

/** true, 1, on, yes, false, 0, off, no in any case; nothing may stand around the word. */
export function readBoolean(text: string): Reading<boolean> {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return { ok: true, value: true };
  if (FALSE_WORDS.has(word)) return { ok: true, value: false };
  return refuse(`not a boolean: only true, 1, on, yes, false, 0, off or no${trailingComment(text)}`);
}

/** A decimal integer as Python's `int` reads it (sign, leading zeros and single underscores allowed). null: empty, which counts as unset. */
export function readInteger(text: string): Reading<number | null> {
  const digits = strip(text);
  if (digits === "") return { ok: true, value: null };
  if (!/^[+-]?\d+(_\d+)*$/.test(digits)) return refuse(`not an integer${trailingComment(text)}`);
  return { ok: true, value: Number(digits.replaceAll("_", "")) };
}

/** A number as Python's `float` reads it, `inf` and `nan` included. null: empty, which counts as unset. */
export function readFloat(text: string): Reading<number | null> {
  const digits = strip(text);
  if (digits === "") return { ok: true, value: null };
  const named = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(digits);
  if (named) return { ok: true, value: /nan/i.test(digits) ? Number.NaN : named[1] === "-" ? -Infinity : Infinity };
  if (!/^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(digits)) {
    return refuse(`not a number${trailingComment(text)}`);
  }
  return { ok: true, value: Number(digits.replaceAll("_", "")) };
}

/** Items between commas, outer blanks and commas at the end removed. With brackets `[` and `]` must enclose them, and an item may be quoted. */
export function readList(text: string, form: { brackets: boolean }): Reading<string[]> {
  return readItems(text, form.brackets, form.brackets ? unquoteItem : (item) => ({ ok: true, value: item }));
}

/**
 * The list grammar over any item type: a part that is no item is joined by its comma with the next part, and fails only
 * when no part is left (oslo_config/types.py List.__call__).
 */
export function readItems<Item>(
  text: string,
  brackets: boolean,
  readItem: (part: string) => Reading<Item>,
): Reading<Item[]> {
  let inner = withoutFinalCommas(strip(text));
  if (brackets) {
    if (!inner.startsWith("[")) return refuse('the list must start with "["');
    if (!inner.endsWith("]")) return refuse(`the list must end with "]"${trailingComment(text)}`);
    inner = inner.slice(1, -1);
  }
  const items: Item[] = [];
  if (inner === "") return { ok: true, value: items };
  let pending: string | null = null;
  let problem = "";
  for (const part of inner.split(",")) {
    pending = pending === null ? part : `${pending},${part}`;
    const item = readItem(strip(pending));
    if (item.ok) {
      items.push(item.value);
      pending = null;
    } else problem = item.problem;
  }
  return pending === null ? { ok: true, value: items } : refuse(problem);
}

function withoutFinalCommas(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === ",") end -= 1;
  return text.slice(0, end);
}

/** An item with its quotes removed; a quote at the start needs the same at the end (types.String with quotes). */
export function unquoteItem(item: string): Reading<string> {
  const first = item.charAt(0);
  if (first !== '"' && first !== "'") return { ok: true, value: item };
  if (item.length === 1 || !item.endsWith(first)) return refuse("a quote is not closed");
  return { ok: true, value: item.slice(1, -1) };
}

/**
 * `name:value` pairs between commas. Refused: a pair without a colon, an empty or a repeated name. oslo.config itself
 * joins a part without colon to the pair behind it (`a, b:c` gives the name `a, b`) and fails only for the last one;
 * such a name is never what was meant, so it is refused here, too.
 */
export function readDict(text: string): Reading<Record<string, string>> {
  const pairs: Record<string, string> = Object.create(null);
  const inner = strip(text);
  if (inner === "") return { ok: true, value: pairs };
  for (const part of inner.split(",")) {
    const colon = part.indexOf(":");
    if (colon < 0) return refuse(`"${strip(part)}" is no pair: each must be name:value`);
    const name = strip(part.slice(0, colon));
    if (name === "") return refuse("a pair has no name before its colon");
    if (Object.hasOwn(pairs, name)) return refuse(`"${name}" is there twice`);
    pairs[name] = strip(part.slice(colon + 1));
  }
  return { ok: true, value: pairs };
}

/**
 * Names that oslo.config replaces in a value: `$name`, `${name}`, `${section.name}` (oslo_config/cfg.py Template). `$$`
 * and `\$` stand for a dollar sign. A name that is no option makes the service fail.
 */
export function substitutionsOf(text: string): string[] {
  if (!text.includes("$")) return [];
  const names: string[] = [];
  for (const [, plain, braced] of text.replaceAll("\\$", "$$$$").matchAll(SUBSTITUTION)) {
    const name = plain ?? braced;
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The text with `$$` and `\$` made single dollar signs; for values without substitutions. */
export function resolveDollars(text: string): string {
  return text.replaceAll("\\$", "$$$$").replaceAll("$$", "$$");
}

const SUBSTITUTION = /\$(?:\$|([_a-z][._a-z0-9]*)|\{([_a-z][._a-z0-9]*)\})/gi;

/** The usual reason, said aloud: oslo.config knows no comment behind a value. */
function trailingComment(text: string): string {
  const mark = text.search(/[#;]/);
  if (mark < 1 || !isPythonSpace(text.charCodeAt(mark - 1)) || stripEnd(text.slice(0, mark)) === "") return "";
  return `; "${text.charAt(mark)}" behind a value starts no comment, it belongs to the value`;
}
