/** Catalogue entries of many releases to the stored form and back. Pure, and the same bytes for the same input. */
import type { OptionDefault, Project } from "../../src/options/option.ts";
import {
  type StoredDefinition,
  type StoredProject,
  spanMask,
  spanText,
  storeSection,
} from "../../src/options/stored.ts";

/** One option of one release, as the catalogue files spell it. */
export type CatalogueEntry = {
  project: string;
  group: string;
  name: string;
  type: string;
  item_type?: string | undefined;
  item_choices?: (string | number)[] | undefined;
  list_brackets?: boolean | undefined;
  default: OptionDefault;
  sample_default?: OptionDefault | undefined;
  choices?: (string | number | null)[] | undefined;
  min?: number | undefined;
  max?: number | undefined;
  regex?: string | undefined;
  required?: boolean | undefined;
  secret: boolean;
  deprecated_names: [string, string][];
  deprecated_for_removal: boolean;
  deprecated_since?: string | null | undefined;
  store_type?: string | undefined;
  mutable?: boolean | undefined;
  sample_only?: boolean | undefined;
};

/** Section as stored, to option name, to definition (without its releases). */
export type ReleaseOptions = Map<string, Map<string, StoredDefinition>>;

/** `choices` and list items are kept as text, which is what a file holds. */
export function definitionOf(entry: CatalogueEntry): StoredDefinition {
  const aliases = entry.deprecated_names.map(([section, name]): [string, string] => [
    // a driver's alias is read from the section that the driver reads
    section === "<store>" && entry.group !== "<store>" ? entry.group : section,
    name,
  ]);
  return {
    type: entry.type,
    ...(entry.item_type !== undefined && { item: entry.item_type }),
    ...(entry.item_choices && { itemChoices: entry.item_choices.map(String) }),
    ...(entry.list_brackets && { brackets: true as const }),
    ...(entry.default !== null && { default: entry.default }),
    ...(entry.sample_default !== undefined && { sample: entry.sample_default }),
    ...(entry.choices && { choices: entry.choices.map((choice) => (choice === null ? null : String(choice))) }),
    ...(entry.min !== undefined && { min: entry.min }),
    ...(entry.max !== undefined && { max: entry.max }),
    ...(entry.regex !== undefined && { regex: entry.regex }),
    ...(entry.required && { required: true as const }),
    ...(entry.secret && { secret: true as const }),
    ...(aliases.length > 0 && { aliases }),
    ...(entry.deprecated_for_removal && { deprecated: true as const }),
    ...(entry.deprecated_since && { since: entry.deprecated_since }),
    ...(entry.mutable && { mutable: true as const }),
    ...(entry.sample_only && { sampleOnly: true as const }),
    ...(entry.store_type !== undefined && entry.group !== "<store>" && { store: entry.store_type }),
  };
}

/** The options of one project in one release. */
export function releaseOptions(entries: readonly CatalogueEntry[], project: Project): ReleaseOptions {
  const options: ReleaseOptions = new Map();
  for (const entry of entries) {
    if (entry.project !== project) continue;
    const section = entry.group === "<store>" ? storeSection(entry.store_type ?? "") : entry.group;
    putOption(options, section, entry.name, definitionOf(entry));
  }
  return options;
}

export function putOption(options: ReleaseOptions, section: string, name: string, definition: StoredDefinition): void {
  const names = options.get(section) ?? new Map<string, StoredDefinition>();
  options.set(section, names);
  names.set(name, definition);
}

/** One release after another, oldest first, to the stored form: sorted, each distinct definition once. */
export function compact(
  project: Project,
  byRelease: ReadonlyMap<string, ReleaseOptions>,
  carriedOver: Readonly<Record<string, string[]>> = {},
): StoredProject {
  const releases = [...byRelease.keys()];
  const found = new Map<string, Map<string, Map<string, { definition: StoredDefinition; mask: number }>>>();
  releases.forEach((release, index) => {
    for (const [section, names] of byRelease.get(release) ?? [])
      for (const [name, definition] of names) {
        const inSection = found.get(section) ?? new Map();
        found.set(section, inSection);
        const variants = inSection.get(name) ?? new Map();
        inSection.set(name, variants);
        const key = JSON.stringify(definition);
        const variant = variants.get(key) ?? { definition, mask: 0 };
        variants.set(key, { definition, mask: variant.mask | (1 << index) });
      }
  });
  const sections: StoredProject["sections"] = {};
  for (const section of [...found.keys()].sort()) {
    const names = found.get(section) ?? new Map<string, never>();
    const kept: Record<string, StoredDefinition[]> = {};
    for (const name of [...names.keys()].sort())
      kept[name] = [...(names.get(name)?.values() ?? [])].map(({ definition, mask }) => {
        const span = spanText(mask, releases);
        return span === null ? definition : { in: span, ...definition };
      });
    sections[section] = kept;
  }
  const carried = Object.keys(carriedOver).length > 0 ? { carriedOver: { ...carriedOver } } : {};
  return { project, releases, ...carried, sections };
}

/** The stored form back to one map per release. */
export function expand(stored: StoredProject): Map<string, ReleaseOptions> {
  const byRelease = new Map(stored.releases.map((release): [string, ReleaseOptions] => [release, new Map()]));
  for (const [section, names] of Object.entries(stored.sections))
    for (const [name, definitions] of Object.entries(names))
      for (const { in: span, ...definition } of definitions) {
        const mask = spanMask(span, stored.releases);
        stored.releases.forEach((release, index) => {
          const options = byRelease.get(release);
          if (options && mask & (1 << index)) putOption(options, section, name, definition);
        });
      }
  return byRelease;
}

/** JSON with one line per option, so that a new release is read as a diff. */
export function storedText(stored: StoredProject): string {
  const lines = ["{", `"project":${JSON.stringify(stored.project)},`, `"releases":${JSON.stringify(stored.releases)},`];
  if (stored.carriedOver) lines.push(`"carriedOver":${JSON.stringify(stored.carriedOver)},`);
  const sections = Object.entries(stored.sections).map(([section, names]) => {
    const options = Object.entries(names).map(([name, kept]) => ` ${JSON.stringify(name)}:${JSON.stringify(kept)}`);
    return `${JSON.stringify(section)}:{\n${options.join(",\n")}\n}`;
  });
  lines.push(`"sections":{\n${sections.join(",\n")}\n}`, "}", "");
  return lines.join("\n");
}
