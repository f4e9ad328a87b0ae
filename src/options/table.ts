/** The stored catalogue of one project, read when it is first asked for and indexed as far as it is asked. */
import { readFileSync } from "node:fs";
import type { Option, Project } from "./option.ts";
import {
  optionOf,
  type StoredAuthPlugins,
  type StoredDefinition,
  type StoredProject,
  spanMask,
  storeTypeOf,
} from "./stored.ts";

export const PROJECTS: readonly Project[] = ["glance", "nova", "cinder"];

/** One option under its current name, by release number (0 is the oldest); undefined where it does not exist. */
export type Slot = { section: string; name: string; byRelease: readonly (Option | undefined)[]; mask: number };

/** An old name: where it leads, and in which releases. */
export type AliasTarget = { section: string; name: string; alias: { section: string; name: string }; mask: number };

/** An option name's use: the section as stored, by its own name or an old one, and whether any release calls it secret. */
export type Use = { section: string; name: string; secret: boolean; mask: number; alias: boolean };

export type Table = {
  project: Project;
  releases: readonly string[];
  releaseNumber: ReadonlyMap<string, number>;
  /** Folded section to the section as stored. */
  sections: ReadonlyMap<string, SectionTable>;
  /** Those of glance_store's drivers, `<store:rbd>` and the like. */
  drivers: readonly string[];
};

type SectionTable = {
  section: string;
  stored: Record<string, StoredDefinition[]>;
  slots: Map<string, Slot | null>;
};

/** oslo.config folds the case of every section but DEFAULT (oslo_config/cfg.py `_normalize_group_name`). */
export function foldSection(section: string): string {
  return section === "DEFAULT" ? section : section.toLowerCase();
}

export function foldName(name: string): string {
  return name.includes("-") ? name.replaceAll("-", "_") : name;
}

const tables = new Map<Project, Table>();
const aliasIndexes = new Map<Project, ReadonlyMap<string, readonly AliasTarget[]>>();
const useIndexes = new Map<Project, ReadonlyMap<string, readonly Use[]>>();
let plugins: StoredAuthPlugins["options"] | null = null;

function readData(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), "utf8"));
}

/** The table of a project; the first call reads its file. */
export function tableOf(project: Project): Table {
  const known = tables.get(project);
  if (known) return known;
  const stored = readData(project) as StoredProject;
  const sections = new Map<string, SectionTable>();
  for (const [section, options] of Object.entries(stored.sections))
    sections.set(foldSection(section), { section, stored: options, slots: new Map() });
  const releaseNumber = new Map(stored.releases.map((release, index): [string, number] => [release, index]));
  const drivers = [...sections.keys()].filter((section) => storeTypeOf(section) !== null);
  const table: Table = { project, releases: stored.releases, releaseNumber, sections, drivers };
  tables.set(project, table);
  return table;
}

/** The options of keystoneauth's plugins by name. */
export function authPlugins(): StoredAuthPlugins["options"] {
  plugins ??= (readData("auth-plugins") as StoredAuthPlugins).options;
  return plugins;
}

/** An option under its current name; `section` and `name` are folded. */
export function slotOf(table: Table, section: string, name: string): Slot | null {
  const inSection = table.sections.get(section);
  if (!inSection) return null;
  const known = inSection.slots.get(name);
  if (known !== undefined) return known;
  const stored = Object.hasOwn(inSection.stored, name) ? inSection.stored[name] : undefined;
  const slot = stored ? makeSlot(table, inSection.section, name, stored) : null;
  // only what exists is remembered: names from outside must not make the index grow
  if (slot) inSection.slots.set(name, slot);
  return slot;
}

function makeSlot(table: Table, section: string, name: string, stored: readonly StoredDefinition[]): Slot {
  const byRelease: (Option | undefined)[] = new Array(table.releases.length).fill(undefined);
  let all = 0;
  for (const definition of stored) {
    const option = optionOf(table.project, section, name, definition);
    const mask = spanMask(definition.in, table.releases);
    all |= mask;
    for (let index = 0; index < byRelease.length; index++) if (mask & (1 << index)) byRelease[index] = option;
  }
  return { section, name, byRelease, mask: all };
}

const aliasKey = (section: string, name: string): string => `${section}\u0000${name}`;

/** Where an old name leads; `section` (or `<store:rbd>`) and `name` are folded. */
export function aliasTargets(table: Table, section: string, name: string): readonly AliasTarget[] {
  let index = aliasIndexes.get(table.project);
  if (!index) {
    index = indexAliases(table);
    aliasIndexes.set(table.project, index);
  }
  return index.get(aliasKey(section, name)) ?? [];
}

function indexAliases(table: Table): ReadonlyMap<string, readonly AliasTarget[]> {
  const index = new Map<string, AliasTarget[]>();
  for (const { section, stored } of table.sections.values())
    for (const [name, definitions] of Object.entries(stored))
      for (const definition of definitions)
        for (const [aliasSection, aliasName] of definition.aliases ?? []) {
          const own = aliasSection === "<store>" && storeTypeOf(section) !== null ? section : aliasSection;
          const key = aliasKey(foldSection(own), foldName(aliasName));
          if (key === aliasKey(foldSection(section), name)) continue;
          const targets = index.get(key) ?? [];
          index.set(key, targets);
          const mask = spanMask(definition.in, table.releases);
          const same = targets.find((target) => target.section === section && target.name === name);
          if (same) same.mask |= mask;
          else targets.push({ section, name, alias: { section: aliasSection, name: aliasName }, mask });
        }
  return index;
}

/** Every use of an option name in a project, old names included. */
export function usesOf(table: Table, name: string): readonly Use[] {
  let index = useIndexes.get(table.project);
  if (!index) {
    index = indexUses(table);
    useIndexes.set(table.project, index);
  }
  return index.get(name) ?? [];
}

function indexUses(table: Table): ReadonlyMap<string, readonly Use[]> {
  const index = new Map<string, Use[]>();
  const add = (name: string, use: Use): void => {
    const uses = index.get(name) ?? [];
    index.set(name, uses);
    const same = uses.find(({ section, name: current }) => section === use.section && current === use.name);
    if (!same) uses.push(use);
    else {
      same.secret ||= use.secret;
      same.mask |= use.mask;
    }
  };
  for (const { section, stored } of table.sections.values())
    for (const [name, definitions] of Object.entries(stored))
      for (const { in: span, secret = false, aliases = [] } of definitions) {
        const mask = spanMask(span, table.releases);
        add(name, { section, name, secret, mask, alias: false });
        for (const [from, old] of aliases) {
          const inSection = from === "<store>" ? section : from;
          const folded = foldName(old);
          if (folded !== name || foldSection(inSection) !== foldSection(section))
            add(folded, { section: inSection, name, secret, mask, alias: true });
        }
      }
  return index;
}

/** The bits of the given releases. */
export function maskOf(table: Table, releases: readonly string[]): number {
  let mask = 0;
  for (const release of releases) {
    const index = table.releaseNumber.get(release);
    if (index !== undefined) mask |= 1 << index;
  }
  return mask;
}
