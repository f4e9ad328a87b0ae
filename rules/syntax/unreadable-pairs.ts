import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const unreadablePairs = defineRule({
  id: "syntax/unreadable-pairs",
  title: "A list of id:type pairs that cannot be read",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: {
    refused: "{option}: every item must be id:type with an id of its own; the service refuses the value ({problem})",
  },
  why: "enabled_backends and other dictionary options are lists of name:value pairs. An item without a colon, or one name twice, is refused as a whole, so that no store is loaded and the API exits.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd, local",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd, local:file",
  silentWhen: ["blanks stand around the commas", "every item has its colon"],
  sources: [
    "openstack/oslo.config oslo_config/types.py Dict",
    "lab: glance-api 2025.1, ConfigFileValueError: Value should be NAME:VALUE pairs separated by commas",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["pairs"], "refused");
  },
});
