/** Everything the catalogue knows of one option, as plain data for a terminal, a page or a message. */
import { cameWith, goneSince } from "./history.ts";
import { nearNames } from "./nearby.ts";
import { type Option, type OptionDefault, type Project, RELEASES, type Release } from "./option.ts";
import { authOption, authSectionsOf } from "./sections.ts";
import { storeSection, storeTypeOf } from "./stored.ts";
import { authPlugins, foldName, foldSection, PROJECTS, slotOf, type Table, tableOf, usesOf } from "./table.ts";

/** One definition and the releases, both ends included, in which it holds without a gap. */
export type OptionVersion = {
  from: Release;
  to: Release;
  type: string;
  itemType: string | null;
  brackets: boolean;
  default: OptionDefault;
  /** What the shipped sample shows instead, where the default depends on the host or an example is more use. */
  sampleDefault: OptionDefault;
  choices: readonly (string | null)[];
  itemChoices: readonly string[];
  min: number | null;
  max: number | null;
  regex: string | null;
  required: boolean;
};

/** The option in one section of one project. */
export type ExplainedPlace = {
  project: Project;
  /** `<store>`: the section of each store of one of the `drivers`. */
  section: string;
  name: string;
  drivers: readonly string[];
  /** The asked name where it is an old one of this option. */
  oldName: { section: string; name: string } | null;
  versions: readonly OptionVersion[];
  cameWith: Release | null;
  goneSince: Release | null;
  /** The first release that marks it as going; null when none does. */
  deprecatedIn: Release | null;
  /** What the project itself says it is deprecated since. */
  deprecatedSince: string | null;
  secret: boolean;
  mutable: boolean;
  /** In the shipped sample only: the code reads another section. */
  sampleOnly: boolean;
  oldNames: readonly { section: string; name: string }[];
};

export type OptionExplanation = {
  query: string;
  name: string;
  places: readonly ExplainedPlace[];
  /** keystoneauth plugins that register the name, and the sections that take it. */
  authPlugin: {
    plugins: readonly string[];
    secret: boolean;
    sections: readonly { project: Project; section: string }[];
  } | null;
  /** Similar names, only when nothing was found. */
  nearMisses: readonly { project: Project; section: string; name: string }[];
};

type Question = { project: Project | null; section: string | null; name: string };

/**
 * Explains `show_image_direct_url`, `[rbd]weight`, `glance [DEFAULT] enabled_backends`, `libvirt.images_type`. A
 * driver's type or `<store>` as section means the stores of that driver. Null when the query is no option and nothing is similar.
 */
export function explainOption(query: string): OptionExplanation | null {
  const questions = readQuery(query);
  for (const question of questions) {
    const places = placesOf(question);
    const authPlugin = authPluginOf(question);
    if (places.length > 0 || authPlugin) return { query, name: question.name, places, authPlugin, nearMisses: [] };
  }
  const last = questions.at(-1);
  if (!last) return null;
  const nearMisses = nearMissesOf(last);
  return nearMisses.length === 0 ? null : { query, name: last.name, places: [], authPlugin: null, nearMisses };
}

/** `glance.name` may mean the project or nova's section `[glance]`: both are tried in that order. */
function readQuery(query: string): readonly Question[] {
  const text = query.trim().replace(/\s*=.*$/, "");
  const match = /^(?:(glance|nova|cinder)(?:[\s:.]+))?(?:\[([^\]]+)\]\s*|([^\s[\]]+)\.)?([\w-]+)$/i.exec(text);
  const questions: Question[] = [];
  if (match) {
    const [, project, bracketed, dotted, name = ""] = match;
    const section = bracketed?.trim() ?? dotted ?? null;
    const asProject = PROJECTS.find((one) => one === project?.toLowerCase()) ?? null;
    questions.push({ project: asProject, section, name: foldName(name) });
    if (asProject && section === null) questions.push({ project: null, section: asProject, name: foldName(name) });
  }
  return questions;
}

function placesOf({ project, section, name }: Question): readonly ExplainedPlace[] {
  const wanted = section === null ? null : foldSection(section);
  const places: ExplainedPlace[] = [];
  for (const one of project ? [project] : PROJECTS) {
    const table = tableOf(one);
    for (const use of usesOf(table, name)) {
      const asked = foldSection(use.section);
      if (wanted !== null && wanted !== asked && !isDriverSection(wanted, use.section)) continue;
      const place = explainPlace(table, use.alias ? currentSection(table, use, name) : asked, use.name);
      if (place) places.push(use.alias ? { ...place, oldName: { section: use.section, name } } : place);
    }
  }
  return mergeDrivers(places);
}

function isDriverSection(wanted: string, section: string): boolean {
  if (storeTypeOf(section) === null) return false;
  return wanted === "<store>" || storeSection(wanted) === section;
}

/** The section that now holds the option which is known by an old name in `use.section`. */
function currentSection(table: Table, use: { section: string; name: string }, oldName: string): string {
  for (const [folded] of table.sections) {
    const slot = slotOf(table, folded, use.name);
    const leads = slot?.byRelease.some((option) =>
      option?.aliases.some((alias) => {
        const from = alias.section === "<store>" ? folded : foldSection(alias.section);
        return foldName(alias.name) === oldName && from === foldSection(use.section);
      }),
    );
    if (leads) return folded;
  }
  return foldSection(use.section);
}

function explainPlace(table: Table, section: string, name: string): ExplainedPlace | null {
  const slot = slotOf(table, section, name);
  const latest = slot?.byRelease.findLast((option) => option);
  if (!slot || !latest) return null;
  const versions = versionsOf(table, slot.byRelease);
  const releases = RELEASES.filter((release) => slot.byRelease[table.releaseNumber.get(release) ?? -1]);
  const history = { project: table.project, section: slot.section, name, releases };
  const deprecated = slot.byRelease.findIndex((option) => option?.deprecated);
  return {
    project: table.project,
    section: latest.section,
    name,
    drivers: latest.storeType === undefined ? [] : [latest.storeType],
    oldName: null,
    versions,
    cameWith: cameWith(history),
    goneSince: goneSince(history),
    deprecatedIn: RELEASES.find((release) => table.releaseNumber.get(release) === deprecated) ?? null,
    deprecatedSince: latest.deprecatedSince ?? null,
    secret: slot.byRelease.some((option) => option?.secret),
    mutable: latest.mutable ?? false,
    sampleOnly: latest.sampleOnly ?? false,
    oldNames: latest.aliases,
  };
}

function versionsOf(table: Table, byRelease: readonly (Option | undefined)[]): readonly OptionVersion[] {
  const versions: OptionVersion[] = [];
  let previous = -2;
  for (const release of RELEASES) {
    const index = table.releaseNumber.get(release) ?? -1;
    const option = byRelease[index];
    if (!option) continue;
    const version = versionOf(option, release);
    const last = versions.at(-1);
    if (last && previous === index - 1 && sameVersion(last, version)) last.to = release;
    else versions.push(version);
    previous = index;
  }
  return versions;
}

function versionOf(option: Option, release: Release): OptionVersion {
  return {
    from: release,
    to: release,
    type: option.type,
    itemType: option.itemType ?? null,
    brackets: option.brackets ?? false,
    default: option.default,
    sampleDefault: option.sampleDefault ?? null,
    choices: option.choices ?? [],
    itemChoices: option.itemChoices ?? [],
    min: option.min ?? null,
    max: option.max ?? null,
    regex: option.regex ?? null,
    required: option.required ?? false,
  };
}

function sameVersion(a: OptionVersion, b: OptionVersion): boolean {
  return JSON.stringify({ ...a, from: "", to: "" }) === JSON.stringify({ ...b, from: "", to: "" });
}

/** `weight` is the same in every driver: one place with all of them. */
function mergeDrivers(places: readonly ExplainedPlace[]): readonly ExplainedPlace[] {
  const merged = new Map<string, ExplainedPlace>();
  for (const place of places) {
    const key = JSON.stringify({ ...place, drivers: [] });
    const same = merged.get(key);
    merged.set(key, same ? { ...same, drivers: [...new Set([...same.drivers, ...place.drivers])].sort() } : place);
  }
  return [...merged.values()];
}

function authPluginOf({ project, section, name }: Question): OptionExplanation["authPlugin"] {
  const found = authOption(name);
  if (!found) return null;
  const wanted = section === null ? null : foldSection(section);
  const sections = (project ? [project] : PROJECTS).flatMap((one) =>
    authSectionsOf(tableOf(one))
      .filter((candidate) => wanted === null || candidate === wanted)
      .map((candidate) => ({ project: one, section: candidate })),
  );
  if (sections.length === 0) return null;
  return { plugins: authPlugins()[found.name]?.plugins ?? [], secret: found.secret, sections };
}

const MOST_NEAR_MISSES = 5;

function nearMissesOf({ project, section, name }: Question): OptionExplanation["nearMisses"] {
  const misses: { project: Project; section: string; name: string; score: number }[] = [];
  for (const one of project ? [project] : PROJECTS) {
    for (const { section: stored, stored: options } of tableOf(one).sections.values()) {
      const shown = storeTypeOf(stored) === null ? stored : "<store>";
      for (const near of nearNames(Object.keys(options), name)) misses.push({ project: one, section: shown, ...near });
      // the right name in a section that does not have it
      if (section !== null && Object.hasOwn(options, name))
        misses.push({ project: one, section: shown, name, score: 0 });
    }
  }
  const seen = new Set<string>();
  return misses
    .sort((a, b) => a.score - b.score)
    .filter((miss) => {
      const id = `${miss.project} ${miss.section} ${miss.name}`;
      return seen.has(id) ? false : seen.add(id);
    })
    .slice(0, MOST_NEAR_MISSES)
    .map(({ score: _score, ...miss }) => miss);
}
