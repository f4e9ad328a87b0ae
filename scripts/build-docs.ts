/** Generated pages: rule pages and their index, and the JSON Schema of the answer. `--check` fails when one is out of date. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { loadRules } from "../src/check/load-rules.ts";
import type { Rule } from "../src/check/rule.ts";
import { reviewSchema } from "../src/design/schema.ts";
import { rulePage } from "../src/present/rule-page.ts";

const ROOT = join(import.meta.dirname, "..");
const RULE_PAGES = "docs/rules";

type Page = { file: string; text: string };

function schemaPage(): Page {
  return { file: "docs/schema/review-1.json", text: `${JSON.stringify(z.toJSONSchema(reviewSchema), null, 2)}\n` };
}

function rulePages(rules: readonly Rule[]): Page[] {
  const rows = rules.map(
    ({ id, severity, part, title }) => `| [${id}](${id}.md) | ${severity} | (${part}) | ${title} |`,
  );
  const index = `# Rules\n\n${rules.length} rules. Each page is generated from the rule's record.\n\n| rule | severity | part | title |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  return [
    { file: `${RULE_PAGES}/README.md`, text: index },
    ...rules.map((rule) => ({ file: `${RULE_PAGES}/${rule.id}.md`, text: rulePage(rule) })),
  ];
}

function stalePages(pages: readonly Page[]): string[] {
  const wanted = new Set(pages.map(({ file }) => file));
  const folder = join(ROOT, RULE_PAGES);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .filter((file) => !wanted.has(file));
}

const pages = [schemaPage(), ...rulePages(await loadRules())];
const stale = stalePages(pages);
if (process.argv.includes("--check")) {
  const drifted = [
    ...pages
      .filter(({ file, text }) => !existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), "utf8") !== text)
      .map(({ file }) => file),
    ...stale,
  ];
  for (const file of drifted) console.error(`out of date: ${file} (npm run docs:build)`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const { file, text } of pages) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), text);
  }
  for (const file of stale) rmSync(join(ROOT, file));
  console.log(`${pages.length} pages`);
}
