/** Data flows one way: each folder imports only what stands before it. The lists may shrink; a new arrow needs a decision. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const LEAVES = ["src/errors.ts", "src/units.ts"];

/** Folder to what it may import, beside itself and the leaves. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "src/options": [],
  "src/intake": ["src/options"],
  "src/facts": ["src/intake", "src/options"],
  "src/check": ["src/facts", "src/intake", "src/options"],
  rules: ["src/check", "src/facts", "src/intake", "src/options"],
  "src/hygiene": ["src/check", "src/facts", "src/intake", "src/options"],
  // collectors write what intake reads
  "src/inventory": ["src/intake", "src/options"],
  "src/design": ["src/hygiene", "src/check", "src/facts", "src/intake", "src/options"],
  "src/present": ["src/design", "src/hygiene", "src/check"],
  "src/advisor": ["src/design", "src/hygiene", "src/check", "src/facts", "src/intake", "src/options", "src/review.ts"],
  // of the advisor only what a case, a revision and an entry of the books are
  "src/store": ["src/advisor"],
  "src/work": ["src/store", "src/settings"],
  "src/settings": [],
  "src/slack": [
    "src/settings",
    "src/inventory",
    "src/work",
    "src/store",
    "src/advisor",
    "src/present",
    "src/design",
    "src/hygiene",
    "src/check",
    "src/facts",
    "src/intake",
    "src/options",
    "src/review.ts",
  ],
  "src/cli": [
    "src/slack",
    "src/settings",
    "src/inventory",
    "src/work",
    "src/store",
    "src/advisor",
    "src/present",
    "src/design",
    "src/hygiene",
    "src/check",
    "src/facts",
    "src/intake",
    "src/options",
    "src/review.ts",
  ],
};

/** Node modules that reach outside the process; the core has no use for them. */
const RIM_MODULES = /^node:(fs|child_process|http|https|net|dgram|dns|tls|process|timers|worker_threads)/;
/** Files of the core that may read: the option data, and rule folders. */
const READERS = [
  "src/options/data.ts",
  "src/options/load.ts",
  "src/options/table.ts",
  "src/options/catalogue.ts",
  "src/check/load-rules.ts",
];

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    ([, stated, dynamic]) => stated ?? dynamic ?? "",
  );
}

for (const [folder, allowed] of Object.entries(ALLOWED)) {
  test(`${folder} imports only what stands before it`, () => {
    const files = sourceFiles(folder);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("."))
        .map((target) => normalize(join(dirname(file), target)))
        .filter(
          (target) =>
            !LEAVES.includes(target) &&
            ![folder, ...allowed].some((place) => target === place || target.startsWith(`${place}/`)),
        )
        .filter(() => file !== "src/check/test-rule.ts")
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
}

test("the core reaches for no file, process or network", () => {
  const core = ["src/intake", "src/facts", "src/check", "src/hygiene", "src/design", "src/present", "rules"].flatMap(
    sourceFiles,
  );
  const wrong = core
    .filter((file) => !READERS.includes(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => RIM_MODULES.test(target))
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test("every folder of the map is looked at", () => {
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `src/${entry.name}`);
  expect(folders.filter((folder) => !(folder in ALLOWED))).toEqual([]);
});
