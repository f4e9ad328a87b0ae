import { testRule } from "../../src/check/test-rule.ts";
import { delayedDeleteNoScrubber } from "./delayed-delete-no-scrubber.ts";

const conf = (line: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = rbd:rbd\n${line}\n[glance_store]\ndefault_backend = rbd\n`,
});
const none = { "request.md": "Release is 2025.1. We do not run glance-scrubber." };

testRule(delayedDeleteNoScrubber, {
  silent: [
    { name: "it is unset", given: { ...conf(""), ...none } },
    { name: "it is off", given: { ...conf("delayed_delete = false"), ...none } },
    {
      name: "the scrubber's file was given",
      given: { ...conf("delayed_delete = true"), "glance-scrubber.conf": "[DEFAULT]\nwakeup_time = 300\n" },
    },
  ],
  reports: [
    {
      name: "the operator runs no scrubber",
      given: { ...conf("delayed_delete = True"), ...none },
      expect: [
        {
          option: "[DEFAULT]delayed_delete",
          problem: "side_effect",
          severity: "medium",
          file: "glance-api.conf",
          line: 3,
          part: "e",
        },
      ],
    },
    {
      name: "one of two files has it on",
      given: {
        "glance-api-internal.conf": conf("delayed_delete = 1")["glance-api.conf"],
        "glance-api-external.conf": conf("")["glance-api.conf"],
        ...none,
      },
      expect: [{ option: "[DEFAULT]delayed_delete", file: "glance-api-internal.conf", line: 3 }],
    },
  ],
  unchecked: [
    { name: "nothing tells whether a scrubber runs", given: conf("delayed_delete = True") },
    { name: "no glance-api.conf", given: none, needs: ["glance-api.conf"] },
  ],
});
