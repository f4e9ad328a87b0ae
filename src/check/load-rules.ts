/** Finds rules by their place: every `*.ts` below a rule folder that is no test is one rule. */
import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { GlancewrightError } from "../errors.ts";
import type { Rule } from "./rule.ts";

/** The rules that ship with Glancewright. */
export const RULE_FOLDER = join(import.meta.dirname, "..", "..", "rules");

/**
 * Loads all rules of the given folders, sorted by id. Each file exports exactly one record made by `defineRule`, whose id
 * is its path. Throws `rules.*` errors that name the file.
 */
export async function loadRules(folders: readonly string[] = [RULE_FOLDER]): Promise<Rule[]> {
  const files = folders.flatMap((folder) => ruleFiles(folder).map((file) => ({ folder, file })));
  const rules = await Promise.all(files.map(({ folder, file }) => loadRule(folder, file)));
  rules.sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
  const twice = rules.find((rule, index) => rules[index + 1]?.id === rule.id);
  if (twice)
    throw new GlancewrightError("rules.duplicate", {
      expected: "one rule an id",
      got: `two rules named ${twice.id}`,
      next: "Rename one of the two files and its id.",
    });
  return rules;
}

/** Paths of rule files relative to `folder`, with forward slashes, sorted. */
function ruleFiles(folder: string): string[] {
  const entries = readEntries(folder);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new GlancewrightError(
      "rules.folder-unreadable",
      {
        expected: "a folder of rules",
        got: `${folder}, which cannot be read`,
        next: "Correct the rule folder in the settings.",
      },
      { cause },
    );
  }
}

async function loadRule(folder: string, file: string): Promise<Rule> {
  const id = file.replace(/\.ts$/, "");
  const module: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
  const records = Object.values(module).filter(isRule);
  const [rule] = records;
  if (!rule || records.length > 1)
    throw new GlancewrightError("rules.not-one", {
      expected: "exactly one rule record in the file",
      got: `${records.length} in ${file}`,
      next: "Export one record made by defineRule.",
    });
  if (rule.id !== id)
    throw new GlancewrightError("rules.wrong-id", {
      expected: `the id ${id}, like the path`,
      got: rule.id,
      next: `Set id: "${id}" or move the file.`,
    });
  return rule;
}

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "id" in value && "check" in value && "messages" in value;
}
