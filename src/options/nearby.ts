/** What an operator may have meant: the same option in another section, or a similar name in this one. */
import { distance } from "fastest-levenshtein";
import type { Layout, Project, Release, Suggestion } from "./option.ts";
import { authOption, authSectionsOf, placesOf, takesAuthOptions } from "./sections.ts";
import { storeTypeOf } from "./stored.ts";
import { authPlugins, foldName, foldSection, maskOf, PROJECTS, slotOf, type Table, tableOf, usesOf } from "./table.ts";

/** A section that an option is read in. `storeType` is the driver where the section is `<store>` or `[backend_defaults]`. */
export type OptionPlace = { project: Project; section: string; storeType?: string };

const MOST_SUGGESTIONS = 3;

/**
 * Sections in which any of the releases reads an option of that name (its own or an old one), the project's own first
 * and those of other projects only when it has none. `<store>` stands for the section of a store of type `storeType`.
 */
export function elsewhere(releases: readonly Release[], project: Project, name: string): readonly OptionPlace[] {
  const key = foldName(name);
  const own = placesIn(releases, project, key, { oldNames: true });
  if (own.length > 0) return own;
  return PROJECTS.filter((other) => other !== project).flatMap((other) =>
    placesIn(releases, other, key, { oldNames: true }),
  );
}

function placesIn(
  releases: readonly Release[],
  project: Project,
  name: string,
  { oldNames }: { oldNames: boolean },
): readonly OptionPlace[] {
  const table = tableOf(project);
  const wanted = maskOf(table, releases);
  const places = new Map<string, OptionPlace>();
  for (const use of usesOf(table, name)) {
    if (!(use.mask & wanted) || (use.alias && !oldNames)) continue;
    const slot = slotOf(table, foldSection(use.section), use.name);
    const storeType = storeTypeOf(use.section) ?? slot?.byRelease.findLast((option) => option)?.storeType;
    const section = storeTypeOf(use.section) === null ? use.section : "<store>";
    places.set(use.section, { project, section, ...(storeType !== undefined && { storeType }) });
  }
  if (authOption(name))
    for (const section of authSectionsOf(table)) if (!places.has(section)) places.set(section, { project, section });
  return [...places.keys()].sort().flatMap((key) => places.get(key) ?? []);
}

/**
 * At most three options that may have been meant by `[section] name`: similar names in that section, nearest first, then
 * the same name in other sections of the project, those of the operator's own stores and backends by their names.
 */
export function suggest(
  releases: readonly Release[],
  project: Project,
  section: string,
  name: string,
  layout: Layout,
): readonly Suggestion[] {
  const table = tableOf(project);
  const key = foldName(name);
  const near = nearNames(namesIn(table, releases, section, layout), key).map(({ name: candidate, score }) => ({
    section,
    name: candidate,
    score,
  }));
  const folded = foldSection(section);
  const same = placesIn(releases, project, key, { oldNames: false })
    .flatMap((place) => sectionsAsWritten(place, layout))
    .filter((candidate) => foldSection(candidate) !== folded)
    .filter((candidate) => isReadIn(table, candidate, key, layout))
    .map((candidate) => ({ section: candidate, name: key, score: 0 }));
  const seen = new Set<string>();
  return [...near, ...same]
    .filter((suggestion) => {
      const id = `${suggestion.section}\u0000${suggestion.name}`;
      return seen.has(id) ? false : seen.add(id);
    })
    .slice(0, MOST_SUGGESTIONS);
}

/** Names within a quarter of the length (at most 4 edits), nearest first. */
export function nearNames(names: Iterable<string>, wanted: string): { name: string; score: number }[] {
  const furthest = Math.min(4, Math.max(1, Math.floor(wanted.length / 4)));
  const near: { name: string; score: number }[] = [];
  for (const name of names) {
    if (name === wanted || Math.abs(name.length - wanted.length) > furthest) continue;
    const score = distance(name, wanted);
    if (score <= furthest) near.push({ name, score });
  }
  return near.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
}

function namesIn(table: Table, releases: readonly Release[], section: string, layout: Layout): ReadonlySet<string> {
  const wanted = maskOf(table, releases);
  const names = new Set<string>();
  for (const { section: place } of placesOf(table, section, "", layout))
    for (const name of Object.keys(table.sections.get(place)?.stored ?? {})) {
      const slot = slotOf(table, place, name);
      // what is not read there in this layout is no help
      const read = placesOf(table, section, name, layout).some((other) => other.section === place);
      if (slot && slot.mask & wanted && read) names.add(name);
    }
  if (takesAuthOptions(table, section, layout)) for (const name of Object.keys(authPlugins())) names.add(name);
  return names;
}

/** The sections of the operator's own file that a place stands for. */
function sectionsAsWritten({ project, section, storeType }: OptionPlace, layout: Layout): readonly string[] {
  if (project === "cinder" && section === "backend_defaults" && layout.cinderBackends.length > 0)
    return layout.cinderBackends;
  if (section !== "<store>") return [section];
  return [...(layout.stores ?? [])].filter(([, type]) => type === storeType).map(([id]) => id);
}

function isReadIn(table: Table, section: string, name: string, layout: Layout): boolean {
  return placesOf(table, section, name, layout).length > 0 || takesAuthOptions(table, section, layout);
}
