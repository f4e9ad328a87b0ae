import { defineRule } from "../../src/check/rule.ts";

const TOOL = /\bglance-cache-(?:cleaner|prefetcher|pruner)\b/;

export const deprecatedTools = defineRule({
  id: "image-cache/deprecated-tools",
  title: "The glance-cache commands are deprecated",
  severity: "info",
  part: "d",
  problem: "deprecated_option",
  releases: { from: "2026.1" },
  needs: [],
  messages: {
    tool: "{tool} is deprecated from 2026.1 on; from 2026.2 the cache API prunes and cleans on the node that answers",
  },
  why: "2026.1 deprecated glance-cache-cleaner, glance-cache-prefetcher and glance-cache-pruner; 2026.2 still ships them and adds POST /v2/cache/prune and /v2/cache/clean. Prefetching is a PUT to /v2/cache/<image>, which starts at once.",
  wrong: "*/30 * * * * glance /usr/bin/glance-cache-pruner",
  right: "POST /v2/cache/prune on each API node, from 2026.2",
  silentWhen: ["the release is 2025.2 or older", "no script or crontab with such a call was given"],
  sources: [
    "openstack/glance releasenotes deprecate-glance-cache-tools",
    "openstack/glance releasenotes cache-clean-prune-api-endpoints",
  ],
  *check({ intake }) {
    const seen = new Set<string>();
    for (const artefact of intake.artefacts) {
      if (artefact.kind !== "script" && artefact.kind !== "unknown") continue;
      for (const [index, line] of artefact.text.split("\n").entries()) {
        const tool = line.trimStart().startsWith("#") ? undefined : TOOL.exec(line)?.[0];
        if (tool === undefined || seen.has(tool)) continue;
        seen.add(tool);
        yield { message: "tool", option: "file", at: { file: artefact.file, line: index + 1 }, data: { tool } };
      }
    }
  },
});
