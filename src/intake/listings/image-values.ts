/** Values of image fields, as the clients, the API and the database write them. */
import { redactLocation } from "./location.ts";
import { isRecord, scalarText } from "./reading.ts";

/** How values are to be read. */
export type FieldContext = {
  /** Cells of a table, where `None`, `NULL` and the empty text stand for nothing. */
  cells: boolean;
  /** Called for each location, property or name out of which credentials were taken. */
  onRedaction(line: number, count: number): void;
};

const NOTHING = new Set(["", "None", "NULL", "null", "n/a", "-"]);

/** Text of a value; null for what stands for nothing. */
export function textOrNull(value: unknown, context: FieldContext): string | null {
  const text = typeof value === "string" ? value : scalarText(value);
  if (text === null) return null;
  return context.cells && NOTHING.has(text.trim()) ? null : context.cells ? text.trim() : text;
}

/** Takes credentials out of text that may be a URL. */
export function clean(text: string, line: number, context: FieldContext): string {
  if (
    text.length < 8 ||
    text.startsWith("rbd://") ||
    !text.includes("://") ||
    !(text.includes("@") || text.includes("?"))
  )
    return text;
  const { url, count } = redactLocation(text);
  if (count > 0) context.onRedaction(line, count);
  return url;
}

/** The value of JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list of words: an array, its text, or words between commas. */
export function tagsOf(value: unknown): string[] {
  if (Array.isArray(value) && value.length === 0) return [];
  if (Array.isArray(value)) return value.map((tag) => scalarText(tag) ?? "").filter((tag) => tag !== "");
  const text = scalarText(value)?.trim() ?? "";
  if (NOTHING.has(text)) return [];
  if (text.startsWith("[")) {
    const parsed = parsedJson(text) ?? parsedJson(text.replaceAll("'", '"'));
    if (Array.isArray(parsed)) return tagsOf(parsed);
  }
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/** Store ids in their order. */
export function storesOf(value: unknown): string[] {
  if (typeof value === "string" && /^\w+$/.test(value) && !NOTHING.has(value)) return [value];
  return tagsOf(value);
}

/** URLs of a `locations` value: the API's list, its JSON text, or Python's text of it. */
export function locationUrls(value: unknown): string[] {
  if (Array.isArray(value)) {
    const urls: string[] = [];
    for (const each of value) {
      const url = typeof each === "string" ? each : isRecord(each) ? each["url"] : undefined;
      if (typeof url === "string") urls.push(url);
    }
    return urls;
  }
  if (typeof value !== "string") return [];
  const parsed = value.trimStart().startsWith("[") ? parsedJson(value) : undefined;
  if (Array.isArray(parsed)) return locationUrls(parsed);
  return [...value.matchAll(/["']url["']\s*:\s*["']([^"']*)["']/g)].map((match) => match[1] ?? "");
}

/** `a='b', c='d'` as `openstack image show` prints properties; a value may itself hold quotes and commas. */
export function pythonProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  const starts = [...text.matchAll(/(?:^|', )([A-Za-z_][\w:.-]*)='/g)];
  for (const [index, start] of starts.entries()) {
    const from = start.index + start[0].length;
    const next = starts[index + 1];
    const value = next === undefined ? text.slice(from).replace(/'\s*$/, "") : text.slice(from, next.index);
    if (start[1] !== undefined) properties[start[1]] = value;
  }
  return properties;
}
