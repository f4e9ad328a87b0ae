/** A small JSON or YAML document with the line of every leaf. */
import { createRequire } from "node:module";

export type LinedDocument = {
  document: unknown;
  /** Dotted path of a leaf (`by_format.raw`, `stores.0.id`) to its 1-based line. */
  lineOf: Record<string, number>;
};

type Yaml = typeof import("yaml");

/** Reads JSON or YAML (JSON is read as YAML, which has its lines); null when it is neither, or only a word. */
export function readLinedDocument(text: string): LinedDocument | null {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = createRequire(import.meta.url)("yaml") as Yaml;
  const counter = new LineCounter();
  try {
    const parsed = parseDocument(text.replace(/^\uFEFF/, ""), {
      lineCounter: counter,
      uniqueKeys: false,
      strict: false,
    });
    if (parsed.errors.length > 0 || (!isMap(parsed.contents) && !isSeq(parsed.contents))) return null;
    const lineOf: Record<string, number> = {};
    const visit = (node: unknown, path: string, line: number): void => {
      const range = (node as { range?: [number, number, number] | null } | null)?.range;
      const own = range ? counter.linePos(range[0]).line : line;
      if (isMap(node)) {
        for (const pair of node.items) {
          const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
          const keyRange = (pair.key as { range?: [number, number, number] | null } | null)?.range;
          visit(pair.value, path === "" ? key : `${path}.${key}`, keyRange ? counter.linePos(keyRange[0]).line : own);
        }
      } else if (isSeq(node))
        for (const [at, item] of node.items.entries()) visit(item, path === "" ? String(at) : `${path}.${at}`, own);
      else lineOf[path] = own;
    };
    visit(parsed.contents, "", 1);
    return { document: parsed.toJS({ maxAliasCount: 100 }), lineOf };
  } catch {
    return null;
  }
}
