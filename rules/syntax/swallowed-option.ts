import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf, swallowedLines } from "../../src/facts/services.ts";
import { isOptionOf } from "../../src/facts/value-faults.ts";

export const swallowedOption = defineRule({
  id: "syntax/swallowed-option",
  title: "An indented option becomes part of the value above it",
  severity: "high",
  part: "c",
  problem: "ambiguous_syntax",
  needs: [],
  messages: {
    swallowed: "Line {line}: {key} is indented, so it is read as more text of {above} and is not set itself",
  },
  why: "To oslo.config an indented line continues the value above it. The option on that line is not set at all, and the one above gets a second line of text, which it may refuse or use as it is.",
  wrong: "[DEFAULT]\nworker_self_reference_url = http://192.0.2.11:9292\n    show_image_direct_url = True",
  right: "[DEFAULT]\nworker_self_reference_url = http://192.0.2.11:9292\nshow_image_direct_url = True",
  silentWhen: [
    "the indented text names no option of that section: it is a continued value",
    "the value above is a multi-line one, such as a list of filters",
  ],
  sources: [
    "openstack/oslo.config oslo_config/iniparser.py BaseParser.parse (a line that starts with a blank continues)",
  ],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud)) {
      const { file } = config;
      for (const { entry, line, key, value } of swallowedLines(config, (section, name) =>
        isOptionOf(service, section, name),
      )) {
        const { section } = entry;
        const above = `[${section}]${entry.key}`;
        const first = entry.raw.trim().replace(/^(['"])(.*)\1$/, "$2");
        yield {
          message: "swallowed",
          option: `[${section}]${key}`,
          at: { file, line },
          data: { line, key, above },
          fix: [
            { file, section, key: entry.key, value: first },
            { file, section, key, value },
          ],
          ...scopeIn(peers, service),
        };
      }
    }
  },
});
