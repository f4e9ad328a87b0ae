import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const listWithoutBrackets = defineRule({
  id: "syntax/list-without-brackets",
  title: "A bracketed list is written without its brackets",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: { refused: "{option}: the list must stand in brackets, [a,b]; without them the service refuses it" },
  why: "A few of Glance's lists (import methods, import plugins, user roles) are registered with bounds: their value must be enclosed in brackets. Without them reading the option raises ConfigFileValueError, and the API does not start or every import fails.",
  wrong: "[DEFAULT]\nenabled_import_methods = glance-direct,copy-image",
  right: "[DEFAULT]\nenabled_import_methods = [glance-direct,copy-image]",
  silentWhen: [
    "the value is bracketed, with or without quotes around its items",
    "the option is a plain list without bounds",
  ],
  sources: [
    "openstack/glance glance/common/config.py enabled_import_methods (bounds=True)",
    "openstack/oslo.config oslo_config/types.py List",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["brackets"], "refused");
  },
});
