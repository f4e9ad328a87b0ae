/** Reader of policy files (`policy.yaml`, `policy.json`). Rules that are commented out are the service's own defaults and left out. */
import type { PolicyArtefact } from "../artefact.ts";
import { readLinedDocument } from "../listings/document-lines.ts";
import { isRecord, type ListingSource, scalarText } from "../listings/reading.ts";

type Rule = PolicyArtefact["rules"][number];

const RULE = /^\s*["']?([\w:.-]+)["']?\s*:\s*(.*?)\s*,?\s*$/;

function unquoted(text: string): string {
  const quote = text.charAt(0);
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

/** For a file that is no valid YAML: the lines that still look like rules. */
function rulesOfLines(text: string): Rule[] {
  return text.split("\n").flatMap((each, at) => {
    const match = /^\s*#/.test(each) ? null : RULE.exec(each);
    return match ? [{ name: match[1] ?? "", value: unquoted(match[2] ?? ""), line: at + 1 }] : [];
  });
}

/** Checks in the old list form (`[["role:admin"], ["rule:owner"]]`) as the expression that they stand for. */
function expressionOf(value: unknown): string | null {
  if (!Array.isArray(value)) return value === null ? "" : scalarText(value);
  return value.map((all) => (Array.isArray(all) ? all.map(String).join(" and ") : String(all))).join(" or ");
}

/** Reads the rules in file order. `value` is the check as written, without quotes. */
export function readPolicy(text: string, source: ListingSource): PolicyArtefact {
  const read = readLinedDocument(text);
  if (read === null || !isRecord(read.document))
    return { kind: "policy", file: source.file, rules: rulesOfLines(text) };
  const rules: Rule[] = [];
  for (const [name, value] of Object.entries(read.document)) {
    const expression = expressionOf(value);
    if (expression !== null)
      rules.push({
        name,
        value: expression,
        line: read.lineOf[name] ?? read.lineOf[`${name}.0`] ?? read.lineOf[`${name}.0.0`] ?? 1,
      });
  }
  return { kind: "policy", file: source.file, rules };
}
