/** Checks the written pages: links lead somewhere, commands exist, every error code is documented. Prints what is wrong, exits with 1. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

function brokenLinks(page: string): string[] {
  return [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => normalize(join(dirname(page), target ?? "")))
    .filter((target) => !existsSync(join(ROOT, target)))
    .map((target) => `${page}: no such page: ${target}`);
}

/** `npm run x` and `glancewright x` in code of a page. */
function unknownCommands(page: string): string[] {
  const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);
  const source = read("src/cli/command-line.ts");
  const commands = new Set(
    [...source.matchAll(/\.command\("([a-z]+)"\)|\["([a-z]+)", "/g)].map(([, one, two]) => one ?? two),
  );
  const wrong: string[] = [];
  for (const [, script] of read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g))
    if (script && !scripts.includes(script)) wrong.push(`${page}: no such script: npm run ${script}`);
  for (const [, command] of read(page).matchAll(/(?:glancewright --|`glancewright) ([a-z]+)/g))
    if (command && !commands.has(command)) wrong.push(`${page}: no such command: glancewright ${command}`);
  return wrong;
}

function undocumentedCodes(): string[] {
  const documented = read("docs/errors.md");
  const codes = ["src", "scripts"]
    .flatMap((folder) => filesIn(folder, ".ts"))
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [...read(file).matchAll(/new GlancewrightError\(\s*"([^"]+)"/g)].map(([, code]) => code ?? ""));
  return [...new Set(codes)]
    .filter((code) => !documented.includes(code))
    .map((code) => `docs/errors.md: lacks ${code}`);
}

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesIn("docs", ".md")];
const wrong = [...pages.flatMap(brokenLinks), ...pages.flatMap(unknownCommands), ...undocumentedCodes()];
for (const line of wrong) console.error(line);
console.log(`${pages.length} pages checked, ${wrong.length} faults`);
process.exitCode = wrong.length > 0 ? 1 : 0;
