/**
 * What a JSON text is made of, told from its beginning: names of members by their path, without building values, so
 * that a cut-off or very large document can be recognised as well.
 */

export type JsonShape = {
  root: "array" | "object";
  /** Paths of members down to the third level: `.stats.total_bytes`, `[].ID`, `.images[].id`. */
  paths: ReadonlySet<string>;
  /** Paths of arrays that hold plain strings or numbers. */
  scalarLists: ReadonlySet<string>;
  /** Documents that follow each other. */
  roots: number;
};

type Frame = { array: boolean; path: string; key: string; inValue: boolean };

const DEEPEST = 4;
const JSON_START = /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|-?\d|$))/;

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** The shape of the JSON that `text` starts with; null when it starts with none. */
export function jsonShape(text: string): JsonShape | null {
  if (!JSON_START.test(text)) return null;
  const paths = new Set<string>();
  const scalarLists = new Set<string>();
  const stack: Frame[] = [];
  let roots = 0;
  let root: JsonShape["root"] | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    const top = stack.at(-1);
    if (character === "{" || character === "[") {
      const path = top === undefined ? "" : top.array ? `${top.path}[]` : `${top.path}.${top.key}`;
      if (top === undefined) {
        roots++;
        root ??= character === "[" ? "array" : "object";
      }
      stack.push({ array: character === "[", path, key: "", inValue: false });
    } else if (character === "}" || character === "]") stack.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (top !== undefined && !top.array && !top.inValue) {
        top.key = text.slice(at + 1, end);
        if (stack.length <= DEEPEST) paths.add(`${top.path}.${top.key}`);
      } else if (top?.array) scalarLists.add(top.path);
      at = end;
    } else if (top === undefined) {
      if (/\S/.test(character)) break;
    } else if (character === ":") top.inValue = true;
    else if (character === ",") top.inValue = false;
    else if (top.array && /[\w-]/.test(character)) scalarLists.add(top.path);
  }
  return root === null ? null : { root, paths, scalarLists, roots };
}
