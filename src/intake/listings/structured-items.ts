/** Items of a JSON or XML listing at hand, each with its line: what `--format json` and `--format xml` of rbd and ceph print. */
import { createRequire } from "node:module";
import { jsonSplitter } from "./json-splitter.ts";
import { isRecord } from "./reading.ts";

export type Item = { value: unknown; line: number };

export type StructuredText = {
  /** Items of the list, or the single object as the only one. */
  items: Item[];
  /** Members beside the list. */
  around: Record<string, unknown>;
  junk: Item[];
};

const LARGEST_XML = 64 * 1024 * 1024;

function jsonItems(text: string, listNames: readonly string[]): StructuredText {
  const read: StructuredText = { items: [], around: {}, junk: [] };
  const splitter = jsonSplitter(
    {
      items(values, lines) {
        for (const [at, value] of values.entries()) read.items.push({ value, line: lines[at] ?? 1 });
      },
      document(value, line, whole, list) {
        if (!whole) read.junk.push({ value: "the listing ends in the middle", line });
        if (!isRecord(value)) return;
        if (list) Object.assign(read.around, value);
        else read.items.push({ value, line });
      },
      junk(junk, line) {
        read.junk.push({ value: junk, line });
      },
    },
    listNames,
  );
  splitter.push(Buffer.from(text, "utf8"));
  splitter.end();
  return read;
}

/** A node as fast-xml-parser gives it with `preserveOrder`: the tag with its children, or `#text`. */
type XmlNode = Record<string, unknown> & { [key: symbol]: unknown };

function tagOf(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ":@") ?? "";
}

function childrenOf(node: XmlNode): XmlNode[] {
  const children = node[tagOf(node)];
  return Array.isArray(children) ? (children as XmlNode[]) : [];
}

function xmlValue(node: XmlNode): unknown {
  const elements = childrenOf(node).filter((child) => tagOf(child) !== "#text");
  if (elements.length === 0)
    return childrenOf(node)
      .map((child) => String(child["#text"] ?? ""))
      .join("");
  const value: Record<string, unknown> = {};
  for (const element of elements) {
    const tag = tagOf(element);
    const own = xmlValue(element);
    const known = value[tag];
    value[tag] = known === undefined ? own : Array.isArray(known) ? [...known, own] : [known, own];
  }
  return value;
}

function xmlItems(text: string): StructuredText {
  if (text.length > LARGEST_XML)
    return { items: [], around: {}, junk: [{ value: "XML above 64 MiB; use --format json", line: 1 }] };
  const { XMLParser } = createRequire(import.meta.url)("fast-xml-parser") as typeof import("fast-xml-parser");
  const start = text.indexOf("<");
  try {
    const parser = new XMLParser({
      preserveOrder: true,
      parseTagValue: false,
      trimValues: true,
      captureMetaData: true,
    });
    const mark = XMLParser.getMetaDataSymbol() as symbol;
    const roots = (parser.parse(text.slice(start)) as XmlNode[]).filter((node) => !/^[?#]/.test(tagOf(node)));
    const lineOf = (node: XmlNode): number => {
      const data = node[mark] as { startIndex?: number } | undefined;
      return text.slice(0, start + (data?.startIndex ?? 0)).split("\n").length;
    };
    const items: Item[] = [];
    for (const root of roots) {
      const children = childrenOf(root).filter((child) => tagOf(child) !== "#text");
      const list = children.length > 0 && children.every((child) => isRecord(xmlValue(child)));
      for (const node of list ? children : [root]) {
        const value = xmlValue(node);
        if (isRecord(value)) items.push({ value, line: lineOf(node) });
      }
    }
    return { items, around: {}, junk: [] };
  } catch {
    return { items: [], around: {}, junk: [{ value: "no XML that can be read", line: 1 }] };
  }
}

/** Reads JSON or XML text; null when it is neither. `listNames`: members of a top-level object that hold the list. */
export function structuredItems(text: string, listNames: readonly string[] = []): StructuredText | null {
  const first = /^(?:[^\n]*[$#]\s[^\n]*\n)?\s*([[{<])/.exec(text.replace(/^\uFEFF/, ""))?.[1];
  if (first === undefined) return null;
  return first === "<"
    ? /^\s*<\w/m.test(text) && !/^\s*<TOTAL>/m.test(text)
      ? xmlItems(text)
      : null
    : jsonItems(text, listNames);
}
