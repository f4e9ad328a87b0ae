import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import { isLibrarySection } from "../../src/facts/stray-options.ts";
import { findOption, goneSince, optionHistory } from "../../src/options/catalogue.ts";
import { RELEASES, type Release } from "../../src/options/option.ts";

/** Rules of their own say what to do about these. */
const TOLD_ELSEWHERE = new Set([
  "stores",
  "default_store",
  "show_multiple_locations",
  "node_staging_uri",
  "filesystem_store_datadirs",
  "image_cache_driver",
]);

export const deprecatedOption = defineRule({
  id: "syntax/deprecated-option",
  title: "An option that a later release takes away",
  severity: "low",
  part: "c",
  problem: "deprecated_option",
  needs: ["glance"],
  messages: {
    next: "{option} is deprecated and gone in {release}, the next release: settle it before the upgrade",
    later: "{option} is deprecated and gone in {release}",
    deprecated: "{option} is deprecated: a later release will take it away",
    several: "{count} options of [{section}] are deprecated ({keys}): a later release will take them away",
  },
  why: "A deprecated option still works and is reported once in the service's log. After the upgrade that removes it the line stays, is ignored without a word, and the behaviour changes.",
  wrong: "# 2024.1\n[DEFAULT]\nlocation_strategy = store_type",
  right: "# 2024.1\n[ceph]\nweight = 100",
  silentWhen: [
    "the option is not deprecated in every release in question",
    "nova.conf and cinder.conf: their upgrade is another's work",
    "rules of their own tell more about the option",
  ],
  sources: ["oslo-config-generator output of each release (deprecated_for_removal)"],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud)) {
      if (service.project !== "glance") continue;
      const undated = new Map<string, { key: string; line: number }[]>();
      for (const { section, key, line } of config.entries) {
        if (TOLD_ELSEWHERE.has(key) || !isDeprecated(service.catalogues, section, key, service.layout)) continue;
        const history = optionHistory("glance", section, key);
        const gone = history && !isLibrarySection(section) ? goneSince(history) : null;
        if (gone === null) {
          undated.set(section, [...(undated.get(section) ?? []), { key, line }]);
          continue;
        }
        const message = gone === nextOf(service.catalogues) ? "next" : "later";
        const option = `[${section}]${key}`;
        yield {
          message,
          severity: message === "next" ? "medium" : "low",
          option,
          at: { file: config.file, line },
          data: { option, release: gone },
          ...scopeIn(peers, service),
        };
      }
      for (const [section, lines] of undated) {
        for (const report of undatedReports(section, lines))
          yield { ...report, at: { file: config.file, line: report.line }, ...scopeIn(peers, service) };
      }
    }
  },
});

/** Options of one section of which nobody said when they go: one report for all of them. */
function* undatedReports(section: string, lines: readonly { key: string; line: number }[]) {
  const [first] = lines;
  if (!first) return;
  const keys = [...new Set(lines.map(({ key }) => key))];
  const option = `[${section}]${first.key}`;
  yield {
    message: keys.length === 1 ? ("deprecated" as const) : ("several" as const),
    option,
    line: first.line,
    data: { option, section, count: keys.length, keys: keys.join(", ") },
  };
}

function nextOf(catalogues: readonly Release[]): Release | null {
  const [only] = catalogues;
  return only !== undefined && catalogues.length === 1 ? (RELEASES[RELEASES.indexOf(only) + 1] ?? null) : null;
}

/** Deprecated in every release in question that has it, and in all later ones: some marks were taken back. */
function isDeprecated(
  catalogues: readonly Release[],
  section: string,
  key: string,
  layout: Parameters<typeof findOption>[4],
): boolean {
  const first = catalogues[0] ?? RELEASES[0];
  const found = RELEASES.filter((release) => release >= first).flatMap(
    (release) => findOption([release], "glance", section, key, layout) ?? [],
  );
  return found.length > 0 && found.every(({ option, alias }) => option.deprecated && alias === null);
}
