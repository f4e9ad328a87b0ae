/** Which options hold secrets, by what any release or auth plugin registers. */
import type { Project } from "./option.ts";
import { authOption } from "./sections.ts";
import { foldName, foldSection, PROJECTS, slotOf, tableOf, type Use, usesOf } from "./table.ts";

/**
 * The option holds a secret in some release. The option of that very section decides; where the section has none of that
 * name, one secret option of that name in the same project is enough, then one in any project: a secret in the wrong
 * section is still a secret. `project` null: the file's service is not known. It tells nothing of values that hold
 * credentials though no one marked them.
 */
export function isSecretOption(project: Project | null, section: string, name: string): boolean {
  const key = foldName(name);
  if (authOption(key)?.secret) return true;
  const folded = foldSection(section);
  const own: readonly Project[] = project === null ? PROJECTS : [project];
  // the usual case needs no index of names
  const slots = own.flatMap((one) => slotOf(tableOf(one), folded, key) ?? []);
  if (slots.length > 0) return slots.some(({ byRelease }) => byRelease.some((option) => option?.secret));
  const ownUses = own.flatMap((one) => usesOf(tableOf(one), key));
  const here = ownUses.filter((use) => foldSection(use.section) === folded);
  if (here.length > 0) return here.some(isSecret);
  if (ownUses.length > 0) return ownUses.some(isSecret);
  return PROJECTS.some((other) => other !== project && usesOf(tableOf(other), key).some(isSecret));
}

const isSecret = ({ secret }: Use): boolean => secret;
