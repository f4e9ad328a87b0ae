import { defineRule, type Report } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import type { SyntaxIssue } from "../../src/intake/oslo/config.ts";

export const refusedLine = defineRule({
  id: "syntax/refused-line",
  title: "A line that oslo.config cannot read",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: {
    "byte-order-mark": "Line {line}: an invisible byte order mark stands before the first word, so the file is refused",
    "section-unclosed": "Line {line}: the section header [{section} has no closing bracket, so the file is refused",
    "section-empty": "Line {line}: a section header without a name, so the file is refused",
    "before-section": "Line {line}: {key} is set before the first section header, so the file is refused",
    "no-separator": "Line {line}: no = or : in the line, so the file is refused",
    "empty-key": "Line {line}: a value without an option's name, so the file is refused",
    "continuation-without-key": "Line {line}: an indented line continues nothing, so the file is refused",
  },
  why: "oslo.config stops at the first line that it cannot read, and the service exits with that line's number. All such lines of the file are named here at once, because the service would show them one restart after another.",
  wrong: "[glance_store\ndefault_backend ceph",
  right: "[glance_store]\ndefault_backend = ceph",
  silentWhen: [
    "a colon stands in place of the equals sign",
    "lines end with CR LF",
    "a value is quoted",
    "an indented line continues the value above it",
  ],
  sources: [
    "openstack/oslo.config oslo_config/iniparser.py BaseParser.parse",
    "openstack/oslo.config oslo_config/cfg.py ConfigParser",
  ],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud))
      for (const issue of config.issues)
        yield {
          message: issue.code,
          option: optionOf(issue),
          at: { file: config.file, line: issue.line },
          data: { line: issue.line, section: issue.section ?? "", key: issue.key ?? "an option" },
          ...scopeIn(peers, service),
        } satisfies Report;
  },
});

/** A header stands for itself; a line before any section has an option without a section. */
function optionOf({ code, section, key }: SyntaxIssue): string {
  if (code === "section-unclosed" && section !== null) return `[${section}]`;
  if (key === null) return "file";
  return section === null || code === "before-section" ? key : `[${section}]${key}`;
}
