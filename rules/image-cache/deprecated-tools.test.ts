import { testRule } from "../../src/check/test-rule.ts";
import { deprecatedTools } from "./deprecated-tools.ts";

const script =
  "#!/bin/sh\n# glance-cache-cleaner stays off\n/usr/bin/glance-cache-pruner\n/usr/bin/glance-cache-pruner --debug\n";

testRule(deprecatedTools, {
  silent: [
    { name: "they are not deprecated yet", given: { "cache.sh": script }, release: "2025.2" },
    {
      name: "only a remark names one",
      given: { "cache.sh": "#!/bin/sh\n# glance-cache-pruner\ntrue\n" },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "a script calls the pruner, twice",
      given: { "cache.sh": script },
      release: "2026.1",
      expect: [{ option: "file", problem: "deprecated_option", severity: "info", file: "cache.sh", line: 3 }],
    },
  ],
});
