/** What to put in place of lines that the service refuses, so that the rest can be judged and changed. */
import type { OsloConfig, SyntaxIssue } from "../intake/oslo/config.ts";
import { normalizeSection } from "../intake/oslo/oslo-view.ts";
import type { Repair } from "./patch.ts";

/**
 * One repair for each refused line whose meaning is plain: a header gets its bracket, a pair its separator, a line before
 * any section moves below `[DEFAULT]`. What cannot be told becomes a comment, so that nothing is lost.
 */
export function repairsFor(config: OsloConfig, text: string): Repair[] {
  const lines = text.split(/\r\n|\n|\r/);
  const stray = config.issues.filter(({ code }) => code === "before-section").map(({ line }) => line);
  const strayText = stray.map((line) => (lines[line - 1] ?? "").trim());
  const home = config.headers.find(({ name }) => normalizeSection(name) === "DEFAULT");
  const repairs = config.issues.flatMap((issue) => repairOf(issue, lines[issue.line - 1] ?? "", config.file));
  if (stray.length === 0) return repairs;
  if (!home)
    return [
      ...repairs.filter(({ line }) => !stray.includes(line)),
      ...stray.map((line, index) => ({
        file: config.file,
        line,
        replacement: index === 0 ? ["[DEFAULT]", strayText[index] ?? ""] : [strayText[index] ?? ""],
      })),
    ];
  const own = repairs.find(({ line }) => line === home.line);
  const header = own?.replacement ?? [lines[home.line - 1] ?? "[DEFAULT]"];
  return [
    ...repairs.filter(({ line }) => !stray.includes(line) && line !== home.line),
    ...stray.map((line) => ({ file: config.file, line, replacement: [] })),
    { file: config.file, line: home.line, replacement: [...header, ...strayText] },
  ];
}

function repairOf(issue: SyntaxIssue, text: string, file: string): Repair[] {
  const at = (replacement: readonly string[]): Repair[] => [{ file, line: issue.line, replacement }];
  switch (issue.code) {
    case "section-unclosed":
      return at([`[${issue.section ?? ""}]`]);
    case "no-separator":
      return issue.key && issue.value ? at([`${issue.key} = ${issue.value}`]) : at([`# ${text.trim()}`]);
    case "continuation-without-key":
      return at([issue.key ? text.trim() : `# ${text.trim()}`]);
    case "byte-order-mark":
      return at([text.replace(/^\uFEFF/, "")]);
    case "before-section":
      return at([text]);
    default:
      return at([`# ${text.trim()}`]);
  }
}
