/** The page of a rule, made from its record alone. */
import { PROBLEMS } from "../check/problem.ts";
import type { Rule } from "../check/rule.ts";

const fence = (text: string): string => `\`\`\`ini\n${text.replace(/\n$/, "")}\n\`\`\``;
const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

/** Markdown that also reads well in a terminal. */
export function rulePage(rule: Rule): string {
  const { from, to } = rule.releases ?? {};
  const span = from || to ? `${from ?? "2022.2"} to ${to ?? "2026.2"}` : "all";
  const parts = [
    `# ${rule.id}`,
    rule.title,
    `Severity ${rule.severity}, part (${rule.part}), problem \`${rule.problem}\` (${PROBLEMS[rule.problem]}). Releases: ${span}. Needs: ${rule.needs.join(", ") || "nothing"}.`,
    `## Why\n\n${rule.why}`,
    `## Wrong\n\n${fence(rule.wrong)}`,
    `## Right\n\n${fence(rule.right)}`,
    ...(rule.remedy ? [`## Where no key mends it\n\n${rule.remedy}`] : []),
    `## What it says\n\n${bullets(Object.values(rule.messages))}`,
    ...(rule.silentWhen.length > 0 ? [`## Silent when\n\n${bullets(rule.silentWhen)}`] : []),
    ...(rule.consequenceOf?.length ? [`## Shown beneath\n\n${bullets(rule.consequenceOf)}`] : []),
    `## Sources\n\n${bullets(rule.sources)}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
