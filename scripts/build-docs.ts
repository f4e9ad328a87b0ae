/** Generated pages: rule pages and their index, the JSON Schema of the answer, and the picture of the demo. `--check` fails when one is out of date. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { loadRules } from "../src/check/load-rules.ts";
import type { Rule } from "../src/check/rule.ts";
import { reviewSchema } from "../src/design/schema.ts";
import { intake } from "../src/intake/intake.ts";
import { rulePage } from "../src/present/rule-page.ts";
import { toText } from "../src/present/text.ts";
import { review } from "../src/review.ts";
import { terminalPicture } from "./terminal-picture.ts";

const ROOT = join(import.meta.dirname, "..");
const RULE_PAGES = "docs/rules";
const DEMO = "02-ceph-80pct-qcow2";

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

/** What `npm run demo` shows, up to the default store. */
function demoPicture(rules: readonly Rule[]): Page {
  const folder = join(ROOT, "examples", DEMO, "input");
  const sources = readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8"), pasted: false }));
  const text = toText(review(intake(sources), rules).review, { kind: "review", color: false, width: 100 });
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.startsWith("Default store:")) + 3;
  const more = `… parts (a) to (e), questions, and what was not checked: ${lines.length} lines in all`;
  return { file: "docs/demo.svg", text: terminalPicture("npm run demo", lines.slice(0, end), more) };
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

const rules = await loadRules();
const pages = [schemaPage(), demoPicture(rules), ...rulePages(rules)];
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
