/** In which releases an option exists. */
import { type OptionHistory, type Project, RELEASES, type Release } from "./option.ts";
import { storeSection, storeTypeOf } from "./stored.ts";
import { aliasTargets, foldName, foldSection, slotOf, type Table, tableOf } from "./table.ts";

/**
 * The releases in which `[section] name` is an option, be it under an old name; null when in none. A driver's option is
 * asked for by the section `<store>` (any driver) or by the driver's type.
 */
export function optionHistory(project: Project, section: string, name: string): OptionHistory | null {
  const table = tableOf(project);
  const key = foldName(name);
  let mask = 0;
  let found: { section: string; name: string } | null = null;
  for (const place of historyPlaces(table, section)) {
    const slot = slotOf(table, place, key);
    if (slot) {
      mask |= slot.mask;
      found ??= { section: storeTypeOf(slot.section) === null ? slot.section : "<store>", name: slot.name };
    }
    for (const target of aliasTargets(table, place, key)) {
      mask |= target.mask;
      found ??= target.alias;
    }
  }
  if (!found) return null;
  const releases = RELEASES.filter((release) => mask & (1 << (table.releaseNumber.get(release) ?? 31)));
  return { project, ...found, releases };
}

function historyPlaces(table: Table, section: string): readonly string[] {
  const folded = foldSection(section);
  if (table.sections.has(folded) || table.project !== "glance") return [folded];
  if (folded === "<store>") return table.drivers;
  const driver = storeSection(folded);
  return table.sections.has(driver) ? [driver] : [folded];
}

/** The first release with the option; null when the oldest catalogue has it already. */
export function cameWith(history: OptionHistory): Release | null {
  const first = history.releases[0];
  return first === undefined || first === RELEASES[0] ? null : first;
}

/** The first release without the option; null when the newest catalogue still has it. */
export function goneSince(history: OptionHistory): Release | null {
  const last = history.releases.at(-1);
  if (last === undefined) return null;
  return RELEASES[RELEASES.indexOf(last) + 1] ?? null;
}
