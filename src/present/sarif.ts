/** Findings as SARIF 2.1.0, for code scanning in a repository of configuration. */
import type { Review } from "../design/schema.ts";
import { visible } from "./safe-text.ts";

const LEVELS = { high: "error", medium: "warning", low: "note", info: "none" } as const;

export function toSarif(review: Review): Record<string, unknown> {
  const rules = [...new Map(review.findings.map(({ rule, why }) => [rule, why])).entries()].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "glancewright",
            rules: rules.map(([id, why]) => ({ id, fullDescription: { text: visible(why) } })),
          },
        },
        results: review.findings.map(({ rule, severity, title, option, file, line, fingerprint }) => ({
          ruleId: rule,
          level: LEVELS[severity],
          message: { text: visible(`${option}: ${title}`) },
          partialFingerprints: { glancewright: fingerprint },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(visible(file)) },
                ...(line === null ? {} : { region: { startLine: line } }),
              },
            },
          ],
        })),
      },
    ],
  };
}
