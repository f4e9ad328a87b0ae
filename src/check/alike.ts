/** Findings that say the same of several files, such as those of three nodes: one cause, met more than once. */

type Alike = { rule: string; title: string; option: string; severity: string };

/** Groups in the order of their first; a group has at least one. Titles tell what is found, without the file. */
export function alike<Finding extends Alike>(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { rule, title, option, severity } = finding;
    const key = JSON.stringify([rule, title, option, severity]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}
