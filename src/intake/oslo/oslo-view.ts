/** Views of a read file as plain objects. They have no prototype, so that a section or key named `__proto__` is one like any other. */
import type { OsloConfig } from "./config.ts";

/** Section to key to texts. */
export type SectionValues = Record<string, Record<string, string[]>>;

const emptyRecord = <Value>(): Record<string, Value> => Object.create(null);

/** Every value of every key, in file order, under the sections as they are written. Sections without a key are there, empty. */
export function sectionsOf(config: OsloConfig): SectionValues {
  return collect(config, (section) => section);
}

/** The same under the names by which options are looked up: lower case, `DEFAULT` apart (oslo_config/cfg.py `_normalize_group_name`). */
export function normalizedSectionsOf(config: OsloConfig): SectionValues {
  return collect(config, normalizeSection);
}

/** A section's name as oslo.config looks it up. `[Default]` becomes `default`, which is not `DEFAULT`. */
export function normalizeSection(section: string): string {
  return section === "DEFAULT" ? section : section.toLowerCase();
}

/** The value of each key that a single-valued option gets: the last of repeats. Sections as they are written. */
export function effectiveSections(config: OsloConfig): Record<string, Record<string, string>> {
  const sections = emptyRecord<Record<string, string>>();
  for (const { name } of config.headers) sections[name] ??= emptyRecord();
  for (const { section, key, value } of config.entries) {
    sections[section] ??= emptyRecord();
    sections[section][key] = value;
  }
  return sections;
}

function collect(config: OsloConfig, nameOf: (section: string) => string): SectionValues {
  const sections: SectionValues = emptyRecord();
  for (const { name } of config.headers) sections[nameOf(name)] ??= emptyRecord();
  for (const { section, key, value } of config.entries) {
    const name = nameOf(section);
    sections[name] ??= emptyRecord();
    sections[name][key] ??= [];
    sections[name][key].push(value);
  }
  return sections;
}
