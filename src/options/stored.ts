/**
 * How the catalogue is kept in `data/`: one file per project, one line per option, each distinct definition once with the
 * releases in which it holds. Made by `scripts/build-options.ts`, read by `table.ts`.
 */
import type { Option, OptionDefault, Project } from "./option.ts";

export type StoredDefinition = {
  /** Releases, as in `"2023.2-"` or `"-2022.2,2024.1-2025.1"`; absent: all. An open end also covers releases added later. */
  in?: string;
  type: string;
  item?: string;
  itemChoices?: string[];
  brackets?: true;
  /** Absent: null. */
  default?: OptionDefault;
  sample?: OptionDefault;
  choices?: (string | null)[];
  min?: number;
  max?: number;
  regex?: string;
  required?: true;
  secret?: true;
  /** `[section, name]`; the section `<store>` is the store's own one. */
  aliases?: [string, string][];
  deprecated?: true;
  since?: string;
  mutable?: true;
  sampleOnly?: true;
  /** Only in `[backend_defaults]`: elsewhere the section tells the driver. */
  store?: string;
};

export type StoredProject = {
  project: Project;
  releases: string[];
  /** Options that the generator does not list and that were taken from the release before, by release. */
  carriedOver?: Record<string, string[]>;
  /** Section to option name to definitions; a driver's options stand under `<store:rbd>` and the like. */
  sections: Record<string, Record<string, StoredDefinition[]>>;
};

export type StoredAuthPlugins = {
  /** Option name to the plugins that register it. */
  options: Record<string, { plugins: string[]; requiredBy?: string[]; secret?: true; oldNames?: string[] }>;
};

/** The section under which a driver's options are kept. */
export const storeSection = (storeType: string): string => `<store:${storeType}>`;

/** `rbd` for `<store:rbd>`, null for any other section. */
export function storeTypeOf(section: string): string | null {
  return section.startsWith("<store:") ? section.slice("<store:".length, -1) : null;
}

/** Bits of a set of releases (bit 0 is the oldest) as text; null when it is all of them. */
export function spanText(mask: number, releases: readonly string[]): string | null {
  const last = releases.length - 1;
  const runs: string[] = [];
  for (let start = 0; start <= last; start++) {
    if (!(mask & (1 << start))) continue;
    let end = start;
    while (mask & (1 << (end + 1)) && end < last) end++;
    if (start === 0 && end === last) return null;
    const from = start === 0 ? "" : releases[start];
    const to = end === last ? "" : releases[end];
    runs.push(from === to ? `${from}` : `${from}-${to}`);
    start = end;
  }
  return runs.join(",");
}

/** The opposite of `spanText`; a release that is not in the list counts as none. */
export function spanMask(span: string | undefined, releases: readonly string[]): number {
  if (span === undefined) return 2 ** releases.length - 1;
  let mask = 0;
  for (const run of span.split(",")) {
    const [from = "", to = from] = run.split("-");
    const start = from === "" ? 0 : releases.indexOf(from);
    const end = to === "" ? releases.length - 1 : releases.indexOf(to);
    for (let index = start; start >= 0 && index <= end; index++) mask |= 1 << index;
  }
  return mask;
}

/** A stored definition in the catalogue's own words. */
export function optionOf(project: Project, kept: string, name: string, stored: StoredDefinition): Option {
  const storeType = storeTypeOf(kept) ?? stored.store;
  const section = storeTypeOf(kept) === null ? kept : "<store>";
  return {
    project,
    section,
    name,
    type: stored.type,
    itemType: stored.item,
    itemChoices: stored.itemChoices,
    brackets: stored.brackets,
    default: stored.default ?? null,
    sampleDefault: stored.sample,
    choices: stored.choices,
    min: stored.min,
    max: stored.max,
    regex: stored.regex,
    required: stored.required,
    secret: stored.secret ?? false,
    aliases: (stored.aliases ?? []).map(([aliasSection, aliasName]) => ({ section: aliasSection, name: aliasName })),
    deprecated: stored.deprecated ?? false,
    deprecatedSince: stored.since,
    storeType,
    mutable: stored.mutable,
    sampleOnly: stored.sampleOnly,
  };
}
