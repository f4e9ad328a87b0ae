/**
 * Look-ups in the option catalogue: what an option is, where it is read, what its default is, in which releases it exists.
 * A project's data is read at the first question about it; after that all of this is pure.
 */
import type { Layout, Lookup, Option, OptionDefault, Project, Release } from "./option.ts";
import { authOption, isAuthRedirect, type Place, placesOf, takesAuthOptions } from "./sections.ts";
import { storeSection } from "./stored.ts";
import {
  type AliasTarget,
  aliasTargets,
  authPlugins,
  foldName,
  foldSection,
  maskOf,
  slotOf,
  type Table,
  tableOf,
  usesOf,
} from "./table.ts";

export { cameWith, goneSince, optionHistory } from "./history.ts";
export { elsewhere, nearNames, suggest } from "./nearby.ts";
export { isSecretOption } from "./secret.ts";
export { isDynamicSection, isKnownSection, isUncataloguedSection, sectionsOf } from "./sections.ts";

/**
 * The option that `[section] name` sets, in any of the releases; the latest of them in the given order tells the details.
 * `section` is as written, `name` with `-` or `_`. Null: no such release reads it there. In multi-store mode
 * that goes for driver options under `[glance_store]`, in single-store mode for `[backend_defaults]` (glance_store
 * driver.py `BackendGroupConfiguration`). The option's `section` is the registered one, `<store>` for a driver's.
 */
export function findOption(
  releases: readonly Release[],
  project: Project,
  section: string,
  name: string,
  layout: Layout,
): Lookup | null {
  const table = tableOf(project);
  const key = foldName(name);
  const places = placesOf(table, section, key, layout);
  const slots = places.map(({ section: place, via }) => ({ slot: slotOf(table, place, key), via }));
  let old: readonly OldName[] | null = null;
  for (let index = releases.length - 1; index >= 0; index--) {
    const release = table.releaseNumber.get(releases[index] ?? "");
    if (release === undefined) continue;
    for (const { slot, via } of slots) {
      const option = slot?.byRelease[release];
      if (option) return { option, via, alias: null };
    }
    old ??= oldNamesIn(table, places, section, key);
    for (const { target, via } of old) {
      const option =
        target.mask & (1 << release) && slotOf(table, foldSection(target.section), target.name)?.byRelease[release];
      if (option) return { option, via, alias: target.alias };
    }
  }
  return throughAuthPlugin(table, section, key, layout);
}

type OldName = { target: AliasTarget; via: Lookup["via"] };

function oldNamesIn(table: Table, places: readonly Place[], section: string, name: string): readonly OldName[] {
  const folded = foldSection(section);
  // an old name may stand in a section that has no options of its own any more
  const isOldSection = places.length === 0 && !table.sections.has(folded);
  const all: readonly Place[] = isOldSection ? [{ section: folded, via: "section" }] : places;
  return all.flatMap(({ section: place, via }) => aliasTargets(table, place, name).map((target) => ({ target, via })));
}

/** What keystoneauth registers beside the plugin's own options (keystoneauth1/loading/conf.py). */
const LOADER_OPTIONS: ReadonlySet<string> = new Set(["auth_type", "auth_section"]);

/** One option object per section and name, as for all others. */
const authLookups = new Map<string, Lookup>();

function throughAuthPlugin(table: Table, section: string, name: string, layout: Layout): Lookup | null {
  const isLoader = LOADER_OPTIONS.has(name);
  const found = isLoader ? { name, old: false, secret: false } : authOption(name);
  if (!found || !takesAuthOptions(table, section, layout)) return null;
  // where the catalogue lists them, it also tells since when
  if (isLoader && slotOf(table, foldSection(section), name) !== null && !isAuthRedirect(section, layout)) return null;
  const key = `${table.project}\u0000${section}\u0000${name}`;
  const known = authLookups.get(key);
  if (known) return known;
  const aliases = (authPlugins()[found.name]?.oldNames ?? []).map((old) => ({ section, name: old }));
  const option: Option = {
    project: table.project,
    section,
    name: found.name,
    type: "string",
    default: null,
    secret: found.secret,
    aliases,
    deprecated: false,
  };
  const lookup: Lookup = { option, via: "auth-plugin", alias: found.old ? { section, name } : null };
  if (table.sections.has(foldSection(section))) authLookups.set(key, lookup);
  return lookup;
}

/** The default in the given releases; unknown where no release reads the option there, or where they disagree. */
export function optionDefault(
  releases: readonly Release[],
  project: Project,
  section: string,
  name: string,
  layout: Layout,
): { known: true; value: OptionDefault } | { known: false } {
  let first: Option | null = null;
  for (const release of releases) {
    const option = findOption([release], project, section, name, layout)?.option;
    if (!option || option === first) continue;
    if (first && JSON.stringify(first.default) !== JSON.stringify(option.default)) return { known: false };
    first ??= option;
  }
  return first ? { known: true, value: first.default } : { known: false };
}

/** All options of a glance_store driver in any of the releases (details of the latest), by name; with `weight` and `store_description`. */
export function driverOptions(releases: readonly Release[], storeType: string): readonly Option[] {
  const table = tableOf("glance");
  const section = foldSection(storeSection(storeType));
  const names = Object.keys(table.sections.get(section)?.stored ?? {}).sort();
  return names.flatMap((name) => {
    const byRelease = slotOf(table, section, name)?.byRelease ?? [];
    const last = releases.findLast((release) => byRelease[table.releaseNumber.get(release) ?? -1]);
    const option = last && byRelease[table.releaseNumber.get(last) ?? -1];
    return option ? [option] : [];
  });
}

/** An option of keystoneauth's plugins (`username`, `auth_url`): any client's section may hold it. */
export function isAuthPluginOption(name: string): boolean {
  return authOption(foldName(name)) !== null;
}

/** Some project has an option of that name in some section and release, be it an old name or an auth plugin's. */
export function isKnownAnywhere(name: string): boolean {
  const key = foldName(name);
  if (authOption(key)) return true;
  return (["glance", "nova", "cinder"] as const).some((project) => usesOf(tableOf(project), key).length > 0);
}

/** Options of that section in any of the releases, by name (details of the latest). `section` is as registered. */
export function sectionOptions(releases: readonly Release[], project: Project, section: string): readonly Option[] {
  const table = tableOf(project);
  const folded = foldSection(section);
  const wanted = maskOf(table, releases);
  return Object.keys(table.sections.get(folded)?.stored ?? {}).flatMap((name) => {
    const slot = slotOf(table, folded, name);
    const option = slot?.byRelease.findLast((candidate, index) => candidate && wanted & (1 << index));
    return option ? [option] : [];
  });
}
