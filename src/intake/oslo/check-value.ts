/** Whether oslo.config takes a text as the value of an option. */
import type { Option } from "../../options/option.ts";
import { isHostAddress, isIpAddress, isUri } from "./addresses.ts";
import {
  type Reading,
  readBoolean,
  readDict,
  readFloat,
  readInteger,
  readItems,
  refuse,
  resolveDollars,
  substitutionsOf,
  unquoteItem,
} from "./values.ts";

export type ValueCheck = { ok: true } | { ok: false; problem: string };
type Bounds = Pick<Option, "min" | "max" | "choices">;

const FINE: ValueCheck = { ok: true };

/**
 * Checks one value (of a `multi` option: one of its values) against the option's type, choices, bounds, pattern, item
 * choices and brackets. A value with `$name` in it cannot be judged from the text and passes; so does a type that the
 * catalogue does not describe further.
 */
export function checkValue(option: Option, text: string): ValueCheck {
  if (substitutionsOf(text).length > 0) return FINE;
  const value = text.includes("$") ? resolveDollars(text) : text;
  const read = readAs(option, value);
  return read.ok ? FINE : read;
}

function readAs(option: Option, text: string): Reading<unknown> {
  switch (option.type) {
    case "boolean":
      return readBoolean(text);
    case "integer":
      return within(option, readInteger(text));
    case "port":
      return within({ ...option, min: option.min ?? 0, max: option.max ?? 65535 }, readInteger(text));
    case "float":
      return within(option, readFloat(text));
    case "dict":
      return readDict(text);
    case "list":
      return readItems(text, option.brackets ?? false, itemReader(option));
    case "host-address":
    case "host-domain":
    case "ip-address":
    case "uri":
      return readAddress(option.type, text);
    case "string":
      return readText(option, text);
    default:
      return { ok: true, value: text };
  }
}

/** Choices replace the bounds, as in oslo_config/types.py Number. */
function within(bounds: Bounds, read: Reading<number | null>): Reading<number | null> {
  if (!read.ok || read.value === null) return read;
  const { value } = read;
  if (bounds.choices)
    return bounds.choices.some((choice) => Number(choice) === value) ? read : refuse(oneOf(bounds.choices));
  if (bounds.min !== undefined && value < bounds.min) return refuse(`must be at least ${bounds.min}`);
  if (bounds.max !== undefined && value > bounds.max) return refuse(`must be at most ${bounds.max}`);
  return read;
}

function readText(option: Option, text: string): Reading<string> {
  if (option.choices && !option.choices.some((choice) => matchesChoice(option, choice, text))) {
    return refuse(oneOf(option.choices));
  }
  if (option.regex !== undefined && !matches(option.regex, text)) return refuse(`must match ${option.regex}`);
  return { ok: true, value: text };
}

/** A search, not a full match, as in Python; a pattern that only Python knows passes. */
function matches(pattern: string, text: string): boolean {
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, "u");
  } catch {
    return true;
  }
  return compiled.test(text);
}

/** Registered with `ignore_case`, which the catalogue does not carry (keystonemiddleware/auth_token/_opts.py). */
const CASELESS = new Set(["memcache_security_strategy"]);

function matchesChoice(option: Option, choice: string | null, text: string): boolean {
  if (choice === null) return false;
  return CASELESS.has(option.name) ? choice.toLowerCase() === text.toLowerCase() : String(choice) === text;
}

function itemReader(option: Option): (item: string) => Reading<unknown> {
  const type = option.itemType ?? "string";
  return (item) => {
    const choices = option.itemChoices;
    if (type === "integer") return readInteger(item);
    if (type !== "string") return readAddress(type, item);
    const read = option.brackets ? unquoteItem(item) : ({ ok: true, value: item } as const);
    if (!read.ok || !choices || choices.includes(read.value)) return read;
    return refuse(`each item ${oneOf(choices)}`);
  };
}

function readAddress(type: string, text: string): Reading<string> {
  if (type === "uri" && !isUri(text)) return refuse("not a URI with a scheme and a host");
  if (type === "ip-address" && !isIpAddress(text)) return refuse("not an IPv4 or IPv6 address");
  if (type === "host-address" && !isHostAddress(text)) return refuse("not an IP address or host name");
  if (type === "host-domain" && !isHostAddress(text.replaceAll("_", "a")))
    return refuse("not an IP address or host name");
  return { ok: true, value: text };
}

function oneOf(choices: readonly (string | null)[]): string {
  return `must be one of ${choices.filter((choice) => choice !== null).join(", ")}`;
}
