import { defineRule } from "../../src/check/rule.ts";
import { inGlance } from "../../src/check/stray-report.ts";
import { scopeIn, writtenSection } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import { findOption } from "../../src/options/catalogue.ts";

/** Sections that an operator names, by their word in the catalogue. */
const NAMED = new Set(["<store>", "backend_defaults"]);

export const deprecatedName = defineRule({
  id: "syntax/deprecated-name",
  title: "An option under its old name",
  severity: "low",
  part: "c",
  problem: "deprecated_option",
  needs: [],
  messages: { renamed: "{option} is an old name: it still works; the name is [{section}]{name}" },
  why: "An old name is read until a release drops it, and from then on the line is ignored without a word. Where both names are set only the new one counts.",
  wrong: "[DEFAULT]\nsql_connection = mysql+pymysql://db/glance",
  right: "[database]\nconnection = mysql+pymysql://db/glance",
  silentWhen: ["the release in use knows only that name", "the option has one name only"],
  sources: [
    "oslo-config-generator output of each release (deprecated_opts)",
    "openstack/oslo.config oslo_config/cfg.py Opt._get_from_namespace",
  ],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud))
      for (const { section, key, line, value } of config.entries) {
        const found = findOption(service.catalogues, service.project, section, key, service.layout);
        if (!found?.alias) continue;
        const home = NAMED.has(found.option.section) ? section : writtenSection(service, found.option.section);
        const severity = inGlance(service, "low");
        yield {
          message: "renamed",
          severity,
          option: `[${section}]${key}`,
          at: { file: config.file, line },
          data: { option: `[${section}]${key}`, section: home, name: found.option.name },
          fix:
            severity === "info"
              ? []
              : [
                  { file: config.file, section, key, value: null },
                  { file: config.file, section: home, key: found.option.name, value },
                ],
          ...scopeIn(peers, service),
        };
      }
  },
});
