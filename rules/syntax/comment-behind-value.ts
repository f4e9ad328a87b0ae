import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const commentBehindValue = defineRule({
  id: "syntax/comment-behind-value",
  title: "A comment behind a value makes the value unreadable",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: {
    refused: "{option}: text behind the value is no comment for oslo.config, so the value is refused ({problem})",
  },
  why: "oslo.config knows comments only on lines of their own. What stands behind a value belongs to it, so a boolean or a number with a remark behind it is refused when the service reads it.",
  wrong: "[DEFAULT]\nshow_image_direct_url = True  # needed for clones",
  right: "# needed for clones\n[DEFAULT]\nshow_image_direct_url = True",
  silentWhen: [
    "the comment stands on a line of its own",
    "a sign of a comment is part of a text value (another rule looks at those)",
  ],
  sources: [
    "openstack/oslo.config oslo_config/iniparser.py BaseParser.parse",
    "openstack/oslo.config oslo_config/types.py Boolean",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["comment"], "refused");
  },
});
