/** Reading options of a service the way the service does: last of repeats, deprecated names, release defaults. */
import type { Entry } from "../intake/oslo/config.ts";
import { readBoolean, readDict, readInteger, readList } from "../intake/oslo/values.ts";
import type { Position } from "../intake/source.ts";
import { findOption, optionDefault } from "../options/catalogue.ts";
import type { Lookup, OptionDefault } from "../options/option.ts";
import type { ServiceConfig, Store, Tri } from "./cloud.ts";
import type { Setting } from "./setting.ts";

type Written = { entry: Entry; file: string };
const indexes = new WeakMap<ServiceConfig["configs"], Map<string, Written[]>>();

const foldSection = (section: string): string => (section === "DEFAULT" ? section : section.toLowerCase());
const foldKey = (key: string): string => key.replaceAll("-", "_");
const slot = (section: string, key: string): string => `${foldSection(section)}\u0000${foldKey(key)}`;

function indexOf(config: ServiceConfig): Map<string, Written[]> {
  const known = indexes.get(config.configs);
  if (known) return known;
  const index = new Map<string, Written[]>();
  for (const { file, entries } of config.configs) {
    for (const entry of entries) {
      const name = slot(entry.section, entry.key);
      const list = index.get(name);
      if (list) list.push({ entry, file });
      else index.set(name, [{ entry, file }]);
    }
  }
  indexes.set(config.configs, index);
  return index;
}

/** Every written occurrence of `[section]key` in reading order, by its own name only. */
export function written(config: ServiceConfig, section: string, key: string): readonly Written[] {
  return indexOf(config).get(slot(section, key)) ?? [];
}

/** The section header as written in the files, or null. oslo.config folds the case of all sections but DEFAULT. */
export function sectionHeader(config: ServiceConfig, section: string): { name: string; at: Position } | null {
  const wanted = foldSection(section);
  for (const { file, headers } of config.configs)
    for (const header of headers)
      if (foldSection(header.name) === wanted) return { name: header.name, at: { file, line: header.line } };
  return null;
}

/** A catalogue default as oslo.config would have it written. */
export function defaultText(value: OptionDefault, brackets = false): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return brackets ? `[${value.join(",")}]` : value.join(",");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, item]) => `${key}:${item}`)
      .join(",");
  return String(value);
}

/**
 * One option as the service reads it. Deprecated names count where the current name is not written
 * (oslo_config/cfg.py Opt._get_from_namespace). An option that the catalogue does not know still shows what is written.
 */
export function setting(config: ServiceConfig, section: string, key: string): Setting {
  const lookup = findOption(config.catalogues, config.project, section, key, config.layout);
  const occurrences = occurrencesOf(config, section, key, lookup);
  const last = occurrences.at(-1);
  if (last) {
    return {
      section,
      key,
      isSet: true,
      text: last.entry.value,
      texts: occurrences.map(({ entry }) => entry.value),
      at: { file: last.file, line: last.entry.line },
      option: lookup?.option ?? null,
      defaultUnknown: false,
    };
  }
  const fallback = optionDefault(config.catalogues, config.project, section, key, config.layout);
  const text = fallback.known ? defaultText(fallback.value, lookup?.option.brackets) : null;
  return {
    section,
    key,
    isSet: false,
    text,
    texts: [],
    at: null,
    option: lookup?.option ?? null,
    defaultUnknown: !fallback.known,
  };
}

function occurrencesOf(config: ServiceConfig, section: string, key: string, lookup: Lookup | null): readonly Written[] {
  const own = written(config, section, key);
  if (own.length > 0 || !lookup) return own;
  const current = written(config, lookup.option.section, lookup.option.name);
  if (current.length > 0) return current;
  for (const alias of lookup.option.aliases) {
    const old = written(config, aliasSection(section, alias.section, lookup), alias.name);
    if (old.length > 0) return old;
  }
  return [];
}

/** An old name of a store's or backend's option stands in the section that the operator named. */
function aliasSection(section: string, registered: string, lookup: Lookup): string {
  if (registered === "<store>") return section;
  return lookup.via === "cinder-backend" && registered !== lookup.option.section
    ? registered
    : lookup.via === "cinder-backend"
      ? section
      : registered;
}

/** A boolean option; "unknown" for a value that oslo.config refuses, a substitution, or an unknown default. */
export function flag(config: ServiceConfig, section: string, key: string): Tri {
  return flagOf(setting(config, section, key));
}

export function flagOf(option: Setting): Tri {
  if (option.text === null) return option.defaultUnknown ? "unknown" : false;
  const read = readBoolean(option.text);
  return read.ok ? read.value : "unknown";
}

/** The text of an option, or null when unset without a default. Empty text counts as unset. */
export function text(config: ServiceConfig, section: string, key: string): string | null {
  return setting(config, section, key).text || null;
}

/** An integer option, or null when unset, unreadable or unknown. */
export function integer(config: ServiceConfig, section: string, key: string): number | null {
  const value = setting(config, section, key).text;
  if (value === null) return null;
  const read = readInteger(value);
  return read.ok ? read.value : null;
}

/** A list option; what cannot be read as one is split as well as possible. */
export function list(config: ServiceConfig, section: string, key: string): readonly string[] {
  const found = setting(config, section, key);
  if (found.text === null) return [];
  const read = readList(found.text, { brackets: found.option?.brackets ?? false });
  if (read.ok) return read.value;
  return found.text
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(",")
    .map((item) => item.trim().replace(/^(['"])(.*)\1$/, "$2"))
    .filter(Boolean);
}

/** The pairs of a dict option such as `enabled_backends`; an item without a colon gets an empty value. */
export function pairs(value: string): readonly [string, string][] {
  const read = readDict(value);
  if (read.ok) return Object.entries(read.value);
  return value
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean)
    .map((item): [string, string] => {
      const colon = item.indexOf(":");
      return colon < 0 ? [item, ""] : [item.slice(0, colon).trim(), item.slice(colon + 1).trim()];
    });
}

/**
 * A driver option of a Glance store: the store's own section, then from 2025.2 `[backend_defaults]`, then the default;
 * in single-store mode `[glance_store]` (glance_store/driver.py BackendGroupConfiguration).
 */
export function storeSetting(config: ServiceConfig, store: Store, key: string): Setting {
  if (config.layout.stores === null) return setting(config, "glance_store", key);
  const own = setting(config, store.section ?? store.id, key);
  if (own.isSet || !readsBackendDefaults(config)) return own;
  const shared = setting(config, "backend_defaults", key);
  return shared.isSet ? shared : own;
}

/** Every release in question reads `[backend_defaults]` (glance_store 5.0.0, that is 2025.2). */
export function readsBackendDefaults(config: ServiceConfig): boolean {
  return config.catalogues.every((release) => release >= "2025.2");
}
