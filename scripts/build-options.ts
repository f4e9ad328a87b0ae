/**
 * Makes `src/options/data/` from catalogue files (one JSON per release), or adds one release to it from what
 * `oslo-config-generator --format json` prints.
 *
 *   npm run options:build -- FOLDER [--out DIR]
 *   npm run options:build -- --add 2027.1 --glance FILE --nova FILE --cinder FILE [--glance-store FILE] [--out DIR]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { GlancewrightError } from "../src/errors.ts";
import type { Project } from "../src/options/option.ts";
import { type StoredAuthPlugins, type StoredProject, storeTypeOf } from "../src/options/stored.ts";
import {
  type CatalogueEntry,
  compact,
  expand,
  type ReleaseOptions,
  releaseOptions,
  storedText,
} from "./options/compact.ts";
import { completeRelease, generatorDocument, readGenerator } from "./options/generator.ts";

const PROJECTS: readonly Project[] = ["glance", "nova", "cinder"];
const DATA = fileURLToPath(new URL("../src/options/data/", import.meta.url));

const releaseFile = z.object({
  release: z.string(),
  options: z.array(
    z.looseObject({
      project: z.string(),
      group: z.string(),
      name: z.string(),
      type: z.string(),
      secret: z.boolean(),
      deprecated_names: z.array(z.tuple([z.string(), z.string()])),
      deprecated_for_removal: z.boolean(),
    }),
  ),
});
const pluginFile = z.record(
  z.string(),
  z.array(
    z.object({ name: z.string(), secret: z.boolean(), required: z.boolean(), deprecated_names: z.array(z.string()) }),
  ),
);

function readJson<Value>(file: string, schema: z.ZodType<Value>): Value {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new GlancewrightError(
      "options.unreadable",
      {
        expected: `a readable file ${file}`,
        got: cause instanceof Error ? cause.message : "none",
        next: "Check the path.",
      },
      { cause },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const got = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "something else";
    const next = "Check which file this is; docs/adding-a-release.md tells how it is made.";
    throw new GlancewrightError("options.wrong-shape", { expected: `option data in ${file}`, got, next }, { cause });
  }
}

/** All catalogue files of a folder (`<release>.json`, `auth-plugins.json`) to the stored files in `out`. */
export function buildFromFolder(folder: string, out: string): void {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}\.[12]\.json$/.test(name))
    .sort();
  if (names.length === 0)
    throw new GlancewrightError("options.no-releases", {
      expected: "files named like 2026.2.json",
      got: `none in ${folder}`,
      next: "Give the folder that holds the catalogue files.",
    });
  const files = names.map((name) => readJson(path.join(folder, name), releaseFile));
  mkdirSync(out, { recursive: true });
  for (const project of PROJECTS) {
    const byRelease = new Map(
      files.map(({ release, options }) => [release, releaseOptions(options as unknown as CatalogueEntry[], project)]),
    );
    writeFileSync(path.join(out, `${project}.json`), storedText(compact(project, byRelease)));
  }
  const plugins = path.join(folder, "auth-plugins.json");
  if (existsSync(plugins))
    writeFileSync(path.join(out, "auth-plugins.json"), pluginText(readJson(plugins, pluginFile)));
}

function pluginText(plugins: z.infer<typeof pluginFile>): string {
  const options = new Map<string, StoredAuthPlugins["options"][string]>();
  for (const plugin of Object.keys(plugins).sort())
    for (const { name, secret, required, deprecated_names } of plugins[plugin] ?? []) {
      const known = options.get(name) ?? { plugins: [] };
      const requiredBy = [...(known.requiredBy ?? []), ...(required ? [plugin] : [])];
      const oldNames = [...new Set([...(known.oldNames ?? []), ...deprecated_names])].sort();
      options.set(name, {
        plugins: [...known.plugins, plugin],
        ...(requiredBy.length > 0 && { requiredBy }),
        ...((secret || known.secret) && { secret: true as const }),
        ...(oldNames.length > 0 && { oldNames }),
      });
    }
  const lines = [...options.keys()]
    .sort()
    .map((name) => ` ${JSON.stringify(name)}:${JSON.stringify(options.get(name))}`);
  return `{"options":{\n${lines.join(",\n")}\n}}\n`;
}

/** Adds `release` (newer than all that are there) to the stored files in `out`. `files` holds paths per project. Returns lines to print. */
export function addRelease(
  release: string,
  files: Readonly<Record<Project, readonly string[]>>,
  out: string,
): string[] {
  const report: string[] = [];
  const texts = PROJECTS.map((project): [string, string] => {
    const target = path.join(out, `${project}.json`);
    const stored = JSON.parse(readFileSync(target, "utf8")) as StoredProject;
    const newest = stored.releases.at(-1) ?? "";
    if (!/^\d{4}\.[12]$/.test(release) || release <= newest)
      throw new GlancewrightError("options.not-next", {
        expected: `a release after ${newest}, such as 2027.1`,
        got: release,
        next: "Releases are added one by one, oldest first; check out the older data to make one anew.",
      });
    const byRelease = expand(stored);
    const listed = readGenerator(files[project].map((file) => readJson(file, generatorDocument)));
    const before: ReleaseOptions = byRelease.get(newest) ?? new Map();
    const hasDrivers = (of: ReleaseOptions): boolean => [...of.keys()].some((section) => storeTypeOf(section) !== null);
    if (hasDrivers(before) && !hasDrivers(listed))
      throw new GlancewrightError("options.no-drivers", {
        expected: `the options of the store drivers for ${project}`,
        got: "none in the given files",
        next: "Add --glance-store with the generator's output for the namespace glance.multi_store.",
      });
    const { options, carriedOver } = completeRelease(listed, before);
    byRelease.set(release, options);
    const carried = { ...stored.carriedOver, ...(carriedOver.length > 0 && { [release]: carriedOver }) };
    const count = [...options.values()].reduce((sum, names) => sum + names.size, 0);
    report.push(`${project} ${release}: ${count} options, ${carriedOver.length} carried over`);
    // the generator passes over a namespace that it does not find, and all its options would seem to be gone
    const goneSections = [...before.keys()].filter((section) => !options.has(section)).sort();
    if (goneSections.length > 0) report.push(`  sections without any option now: ${goneSections.join(", ")}`);
    return [target, storedText(compact(project, byRelease, carried))];
  });
  // written only when all three could be read, so that the files never disagree about the releases
  for (const [target, text] of texts) writeFileSync(target, text);
  return report;
}

function main(args: string[]): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      add: { type: "string" },
      glance: { type: "string", multiple: true },
      "glance-store": { type: "string", multiple: true },
      nova: { type: "string", multiple: true },
      cinder: { type: "string", multiple: true },
      out: { type: "string" },
    },
  });
  const out = values.out ?? DATA;
  const [folder] = positionals;
  if (values.add !== undefined && values.glance && values.nova && values.cinder) {
    const glance = [...values.glance, ...(values["glance-store"] ?? [])];
    const report = addRelease(values.add, { glance, nova: values.nova, cinder: values.cinder }, out);
    console.log([...report, `Now add "${values.add}" to RELEASES in src/options/option.ts.`].join("\n"));
  } else if (values.add === undefined && folder !== undefined) {
    buildFromFolder(folder, out);
    console.log(`Wrote ${out}`);
  } else {
    throw new GlancewrightError("options.wrong-call", {
      expected: "a folder, or --add RELEASE with --glance, --nova and --cinder",
      got: args.join(" ") || "nothing",
      next: "See docs/adding-a-release.md.",
    });
  }
}

if (import.meta.main) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
