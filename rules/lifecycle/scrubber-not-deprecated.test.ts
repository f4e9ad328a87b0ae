import { testRule } from "../../src/check/test-rule.ts";
import { scrubberNotDeprecated } from "./scrubber-not-deprecated.ts";

const said = { "request.md": "We want to drop delayed_delete, since the scrubber is deprecated." };

testRule(scrubberNotDeprecated, {
  silent: [
    { name: "it was so in 2025.1", given: said, release: "2025.1" },
    { name: "nobody says so", given: { "request.md": "The scrubber runs on one node." }, release: "2025.2" },
    { name: "a question is no claim", given: { "request.md": "Is the scrubber deprecated?" }, release: "2025.2" },
    {
      name: "another option is called deprecated",
      given: { "glance-api.conf": "[DEFAULT]\n# show_multiple_locations is deprecated\ndelayed_delete = True\n" },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "the request says so",
      given: said,
      release: "2025.2",
      expect: [{ option: "[DEFAULT]delayed_delete", severity: "info", file: "request.md", line: 1 }],
    },
    {
      name: "a comment says so",
      given: { "glance-api.conf": "[DEFAULT]\n# deprecated: delayed_delete will be removed\ndelayed_delete = True\n" },
      release: "2026.1",
      expect: [{ file: "glance-api.conf", line: 2, severity: "info" }],
    },
  ],
  unchecked: [{ name: "the release is not known", given: said, needs: ["release"] }],
});
